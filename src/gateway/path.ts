/**
 * Says whether a request's path, undecoded and without its query, is `/dynamodbmanager`, in upper
 * or lower case, with or without the stage before it. The lab's own curl calls
 * `/prod/DynamoDBManager`.
 */
export function isManagerPath(path: string, stage: string): boolean {
  const lower = path.toLowerCase()
  return lower === MANAGER_PATH || lower === `/${stage.toLowerCase()}${MANAGER_PATH}`
}

export const MANAGER_PATH = '/dynamodbmanager'
