// Stands in the bundle for what a function never runs: the SDK's chain of credential providers (Lambda gives
// them by the environment), and event streams, which DynamoDB's calls have none of.
export const defaultProvider = undefined
