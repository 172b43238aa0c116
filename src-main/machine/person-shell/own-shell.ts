/** This laptop, as the person who runs the app. */
import { userInfo } from 'node:os'
import { run } from '../../tools/run.ts'
import { titles } from '../../tools/titles/messages.ts'
import type { PersonShell } from './person-shell.ts'

const anyExit = Array.from({ length: 256 }, (_none, code) => code)

export function openOwnShell(environment: NodeJS.ProcessEnv): PersonShell {
  const { username, uid, homedir } = userInfo()
  const env = {
    HOME: environment['HOME'] ?? homedir,
    USER: username,
    LOGNAME: username,
    XDG_RUNTIME_DIR: environment['XDG_RUNTIME_DIR'] ?? `/run/user/${uid}`,
  }
  return {
    run: (script, { input, signal } = {}) =>
      run(
        {
          title: titles.setUpLaptop({}),
          argv: ['sh', '-c', script],
          exitCodes: anyExit,
          env,
          ...(input === undefined ? {} : { input }),
        },
        { signal },
      ),
    close: () => undefined,
  }
}
