/** DynamoDB's rule for the name of a table, which an ARN does not keep. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
export const TABLE_NAME = /^[\w.-]{3,255}$/
