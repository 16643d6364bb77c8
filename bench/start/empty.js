// The handler that does nothing: what is above it is the service's own.
export const handler = async (event) => event
