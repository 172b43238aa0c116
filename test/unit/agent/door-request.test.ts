import { expect, it } from 'vitest'
import { readDoorRequest } from '../../../src-main/agent/door-request.ts'

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
