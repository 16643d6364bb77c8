/**
 * A document path with its placeholders resolved: an attribute's name, then names of map members
 * and indexes of list elements.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html
 */
export type Path = [string, ...(string | number)[]]
