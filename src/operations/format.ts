/**
 * How attribute values are written in a request and its answer: as plain JSON, or as AWS writes
 * them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export const FORMATS = ['json', 'dynamodb'] as const

export type Format = (typeof FORMATS)[number]
