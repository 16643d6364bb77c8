/** The members of an input that are passed on as they are, without those that are not there. */
export function pick<Input extends object, Name extends keyof Input & string>(
  input: Input,
  names: readonly Name[]
): Pick<Input, Name> {
  const picked = names.filter((name) => input[name] !== undefined)
  // Only optional members are left out: the shape check is sure of the others.
  return Object.fromEntries(picked.map((name) => [name, input[name]])) as Pick<Input, Name>
}
