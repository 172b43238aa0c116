import { expect, it } from 'vitest'
import { readDoorRequest } from '../../../src-main/agent/door-request.ts'
import { isLong, randomFor } from '../../how-long.ts'
import type { Random } from '../../random.ts'

const secret = 'ab'.repeat(32)

it('knows the agent, at either priority, and a ticket, letter for letter', () => {
  expect(readDoorRequest('agent')).toEqual({ kind: 'agent' })
  expect(readDoorRequest('idle-agent')).toEqual({ kind: 'idle-agent' })
  expect(readDoorRequest(`ticket ${secret}`)).toEqual({ kind: 'ticket', secret })
})

it.each([
  undefined,
  '',
  'agent ',
  ' agent',
  'agent\n',
  'Agent',
  'agent;id',
  `ticket ${secret}\n`,
  `ticket  ${secret}`,
  `ticket ${secret.toUpperCase()}`,
  `ticket ${secret}0`,
])('refuses %j', (command) => {
  expect(readDoorRequest(command)).toEqual({ kind: 'refused' })
})

/** What was asked for with a little changed: a character more, less, another one, or twice. */
function changed(command: string, random: Random): string {
  const at = random.below(command.length + 1)
  const letter =
    random.pick([...'\0\t\n\r ;|&$`"\'\\/.-~*{}0afgAF\u0130\u212a\u0661\ufeff\u200b'.split(''), '\ud800']) ?? ''
  const [before, after] = [command.slice(0, at), command.slice(at)]
  return (
    random.pick([before + letter + after, before + after.slice(1), before + letter + after.slice(1), before, after]) ??
    ''
  )
}

/** The same rule in other words than the door has for it. */
function isOneOfThree(command: string): boolean {
  const [word, given, ...more] = command.split(' ')
  if (given === undefined) return word === 'agent' || word === 'idle-agent'
  const digits = new Set('0123456789abcdef')
  return (
    word === 'ticket' && more.length === 0 && given.length === 64 && Array.from(given).every((one) => digits.has(one))
  )
}

it('knows nothing else, whatever is changed', () => {
  const random = randomFor('door requests')
  for (let round = 0; round < (isLong ? 2_000_000 : 50_000); round += 1) {
    let command = random.pick(['agent', 'idle-agent', `ticket ${secret}`, 'ticket', 'rsync --server . /']) ?? ''
    for (let change = random.below(4); change > 0; change -= 1) command = changed(command, random)
    const { kind } = readDoorRequest(command)
    if ((kind !== 'refused') !== isOneOfThree(command)) expect([command, kind]).toEqual([command, 'the other'])
  }
})

it('is not slow to refuse what is long', () => {
  for (const command of ['a'.repeat(100_000), `ticket ${'a'.repeat(100_000)}`, 'ticket '.repeat(20_000)])
    expect(readDoorRequest(command)).toEqual({ kind: 'refused' })
})
