import { expect, it } from 'vitest'
import { startAgent } from '../../../src-main/machine/start-agent.ts'
import { wording } from '../../../src-main/app/wording.ts'

it.each([
  ['it ends before it reads', 'echo "sudo: a password is required" >&2; exit 1'],
  [
    'its input is closed, and it tells why only later',
    'exec 0<&-; sleep 0.7; echo "sudo: a password is required" >&2; exit 1',
  ],
  [
    'its output is closed, and it tells why only later',
    'exec 1>&-; sleep 0.7; echo "sudo: a password is required" >&2; exit 1',
  ],
])('why an agent could not be started is told, also when %s', async (_when, script) => {
  await expect(startAgent(wording, ['sh', '-c', script])).rejects.toMatchObject({ code: 'no-sudo' })
})
