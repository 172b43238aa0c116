/** What a failed "up" of the practice leaves behind, and that it is found and ended. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { endSupervisors, findSupervisors } from '../../../practice/left-over.ts'

it('ends a supervisor that nobody can ask any more, and no other pair’s', async () => {
  const start = (name: string) =>
    spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000); console.log(1)', 'supervise', '--name', name])
  const [left, other] = [start('gone-wrong'), start('gone-wrong-2')]
  await Promise.all([once(left.stdout, 'data'), once(other.stdout, 'data')])
  try {
    expect(findSupervisors('gone-wrong')).toEqual([left.pid])
    await endSupervisors('gone-wrong')
    expect([findSupervisors('gone-wrong'), findSupervisors('gone-wrong-2')]).toEqual([[], [other.pid]])
    await endSupervisors('never-there')
  } finally {
    other.kill()
    left.kill()
  }
})
