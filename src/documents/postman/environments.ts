import { LAB_TABLE } from '../table-description.ts'

/** A Postman environment: the values of the collection's variables for one service. */
export interface Environment {
  id: string
  name: string
  values: { key: string; value: string; type: 'default' | 'secret'; enabled: boolean }[]
  _postman_variable_scope: 'environment'
}

/** Makes the environments, by the names of their files. */
export function toEnvironments(): Record<string, Environment> {
  return {
    'npm-start': toEnvironment(
      'b7a1f0c2-52d4-4a8e-8c1f-0d6e9a4b3c21',
      'DynamoDBManager: npm start',
      'http://127.0.0.1:3000'
    ),
    container: toEnvironment(
      'c8b2e1d3-63e5-4b9f-9d20-1e7fab5c4d32',
      'DynamoDBManager: container',
      'http://127.0.0.1:3000'
    ),
    aws: toEnvironment(
      'd9c3f2e4-74f6-4ca0-ae31-2f80bc6d5e43',
      'DynamoDBManager: AWS',
      'https://API-ID.execute-api.us-east-1.amazonaws.com/Prod'
    )
  }
}

function toEnvironment(id: string, name: string, baseUrl: string): Environment {
  return {
    id,
    name,
    values: [
      { key: 'baseUrl', value: baseUrl, type: 'default', enabled: true },
      { key: 'tableName', value: LAB_TABLE.name, type: 'default', enabled: true },
      { key: 'apiKey', value: '', type: 'secret', enabled: true }
    ],
    _postman_variable_scope: 'environment'
  }
}
