// Does nothing: what a function takes beyond this is its own.
export const handler = async (event) => event
