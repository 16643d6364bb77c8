/**
 * Says whether a request's path, as it came and without its query, is `/dynamodbmanager`: in any case,
 * with or without the stage's prefix. The lab's own curl calls `/prod/DynamoDBManager`.
 */
export function isManagerPath(path: string, stage: string): boolean {
  const lower = path.toLowerCase()
  return lower === MANAGER_PATH || lower === `/${stage.toLowerCase()}${MANAGER_PATH}`
}

export const MANAGER_PATH = '/dynamodbmanager'
