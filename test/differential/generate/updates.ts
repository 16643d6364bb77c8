import { word } from './conditions.ts'
import type { Context } from './context.ts'
import { pathOf } from './paths.ts'
import type { Placeholders } from './placeholders.ts'
import { nameOf, numberOf, valueFor, valueOfType } from './values.ts'

const SECTIONS = ['SET', 'SET', 'SET', 'REMOVE', 'ADD', 'DELETE']

/** Writes an update expression of one to three sections. */
export function updateOf(context: Context, placeholders: Placeholders): string {
  const { random } = context
  const sections = new Set<string>()
  for (let i = random.between(1, 3); i > 0; i--) sections.add(random.pick(SECTIONS))
  return [...sections].map((section) => sectionOf(context, placeholders, section)).join(' ')
}

function sectionOf(context: Context, placeholders: Placeholders, section: string): string {
  const count = context.random.pick([1, 1, 1, 2, 2, 3])
  const actions = Array.from({ length: count }, () => actionOf(context, placeholders, section))
  return `${word(context, section)} ${actions.join(context.random.pick([', ', ',', ' , ']))}`
}

function actionOf(context: Context, placeholders: Placeholders, section: string): string {
  const { random } = context
  switch (section) {
    case 'SET':
      return setOf(context, placeholders)
    case 'REMOVE':
      return pathOf(context, placeholders)
    case 'ADD': {
      const name = random.pick(['n', 'a', 'ss', 'ns', 'bs'])
      const type = name === 'n' || name === 'a' ? 'N' : name.toUpperCase()
      const path = random.chance(0.85) ? placeholders.name(name) : pathOf(context, placeholders)
      return `${path} ${placeholders.value(valueOfType(random, random.chance(0.9) ? type : 'N'))}`
    }
    default: {
      const name = random.pick(['ss', 'ns', 'bs'])
      const path = random.chance(0.85) ? placeholders.name(name) : pathOf(context, placeholders)
      return `${path} ${placeholders.value(valueOfType(random, name.toUpperCase()))}`
    }
  }
}

function setOf(context: Context, placeholders: Placeholders): string {
  const { random } = context
  const name = nameOf(random)
  const path = () => (random.chance(0.6) ? placeholders.name(name) : pathOf(context, placeholders))
  const number = () => placeholders.value({ N: numberOf(random) })
  switch (random.between(0, 7)) {
    case 0:
    case 1:
      return `${path()} = ${placeholders.value(valueFor(random, name))}`
    case 2:
      return `${path()} = ${pathOf(context, placeholders)}`
    case 3: {
      const counter = placeholders.name(random.pick(['n', 'n', 'a']))
      return `${counter} = ${counter} ${random.pick(['+', '-'])} ${number()}`
    }
    case 4: {
      const counter = placeholders.name('n')
      return `${path()} = if_not_exists(${counter}, ${number()}) ${random.pick(['+', '-'])} ${number()}`
    }
    case 5: {
      const list = placeholders.name('l')
      const added = placeholders.value(valueOfType(random, 'L', 1))
      return `${list} = list_append(${random.chance(0.6) ? `${list}, ${added}` : `${added}, ${list}`})`
    }
    case 6: {
      const list = placeholders.name('l')
      const [empty, added] = [
        placeholders.value({ L: [] }),
        placeholders.value(valueOfType(random, 'L', 1))
      ]
      return `${list} = list_append(if_not_exists(${list}, ${empty}), ${added})`
    }
    default:
      return `${path()} = if_not_exists(${pathOf(context, placeholders)}, ${placeholders.value(valueFor(random, name))})`
  }
}
