/**
 * Matches a table's name by DynamoDB's rules; an ARN does not match.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export const TABLE_NAME = /^[\w.-]{3,255}$/
