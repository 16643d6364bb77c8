/** An option as every command that has it means it. */
export interface OptionRecord {
  /** What stands for its value; without one it is a switch. */
  value?: string
  meaning: string
  /** All that it may be. */
  choices?: readonly string[]
  /** Its value is a file. */
  isFile?: true
}

export const OPTIONS = {
  url: {
    value: 'URL',
    meaning:
      'ask a server or a deployed API there, instead of the database that the environment names'
  },
  'api-key': {
    value: 'KEY',
    meaning:
      'the key for it; or set DYNAMODBMANAGER_API_KEY, which other users of the machine cannot see'
  },
  table: { value: 'NAME', meaning: 'the table' },
  index: { value: 'NAME', meaning: 'read this index of the table' },
  query: { value: 'EXPRESSION', meaning: 'read what this KeyConditionExpression chooses' },
  filter: { value: 'EXPRESSION', meaning: 'leave out what this FilterExpression does not choose' },
  names: { value: 'JSON', meaning: 'ExpressionAttributeNames of both, such as \'{"#id":"id"}\'' },
  values: { value: 'JSON', meaning: 'ExpressionAttributeValues of both, such as \'{":id":"1"}\'' },
  format: {
    value: 'FORMAT',
    meaning: 'how attribute values are written: as plain JSON, or as DynamoDB has them',
    choices: ['json', 'dynamodb']
  },
  'idempotency-key': { value: 'KEY', meaning: 'makes a write safe to repeat for ten minutes' },
  as: {
    value: 'FORMAT',
    meaning:
      'what the file holds: lines of plain JSON, lines of DynamoDB’s export to S3, or a table for spreadsheets; by default what the ending of its name says (.jsonl, .json, .csv, each with or without .gz)',
    choices: ['jsonl', 'dynamodb', 'csv']
  },
  segments: { value: 'N', meaning: 'read so many parts of the table at once' },
  rate: { value: 'UNITS', meaning: 'consume at most so many capacity units a second' },
  resume: { meaning: 'go on where an earlier run was interrupted' },
  force: { meaning: 'replace a file that is there' },
  'if-absent': { meaning: 'leave items alone that are there already' },
  rejects: {
    value: 'FILE',
    meaning: 'write refused lines there, with their reasons, and go on',
    isFile: true
  },
  'to-endpoint': { value: 'URL', meaning: 'the target is in the DynamoDB engine there' },
  'to-url': { value: 'URL', meaning: 'the target is behind the server or the deployed API there' },
  'to-api-key': {
    value: 'KEY',
    meaning: 'the key for it; or set DYNAMODBMANAGER_TO_API_KEY'
  },
  quiet: { meaning: 'say nothing but what went wrong' },
  help: { meaning: 'show the help of a command' },
  version: { meaning: 'show the version' }
} as const satisfies Record<string, OptionRecord>

export type OptionName = keyof typeof OPTIONS

/** What the command line gave for each option. */
export type OptionValues = Partial<Record<OptionName, string | boolean>>
