// Replaces in the bundle what a function never runs: the SDK's credential provider chain (Lambda
// gives credentials in the environment), and event streams (no call of ours has them).
export const defaultProvider = undefined
