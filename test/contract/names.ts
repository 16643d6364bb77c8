import { type Facts, refused } from './caller.ts'

export const names: Facts = {
  'a refusal repeats a name as far as its first 256 characters': async (t, caller) => {
    const told = 'n'.repeat(256)
    for (const [name, shown] of [
      [told, told],
      ['n'.repeat(1_000_000), `${told}… (1000000 characters)`]
    ] as const) {
      const { status, json } = await caller.json({ operation: name })
      t.equal(status, 400)
      t.equal(json.errorMessage, `Unrecognized operation "${shown}"`)
      refused(t, await caller.run('create', { [name]: 1 }), `/payload/${shown}`)
      const answer = await caller.raw('create', `{"Item":{"${name}":{"${name}":"\\ud800"}}}`)
      refused(t, answer, `/payload/Item/${shown}/${shown}`)
    }
  }
}
