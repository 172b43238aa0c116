/**
 * A switch may be set to start with the password of whoever starts it, against somebody else at an unlocked laptop. Programs
 * that run as the person can do without it, as they can do all else that the person can.
 */
import { changeSettings, readSettings } from '../commons/settings/settings-file.ts'
import type { WorkState } from '../commons/system-state/on-pair/work-state.ts'
import type { Handlers } from '../contract/handlers.ts'
import { AppError } from '../kernel/app-error.ts'
import type { PersonShell } from '../machine/person-shell/person-shell.ts'
import { checkSudoPassword, sudoWantsPassword } from '../machine/person-shell/sudo-password.ts'
import { password as texts } from './texts.ts'

export interface PasswordGate {
  /** AppError "needs-password" where one is asked for and this is not it. */
  readonly pass: (password: string | undefined) => Promise<void>
  readonly handlers: Pick<Handlers, 'settingsPassword' | 'settingsSetPassword'>
}

interface GateParts {
  readonly workState: Pick<WorkState, 'read' | 'change'>
  /** This laptop, as its person. */
  readonly shell: PersonShell
}

export function createPasswordGate({ workState, shell }: GateParts): PasswordGate {
  const isAsked = async (): Promise<boolean> =>
    (await workState.read(async ({ state }) => (await readSettings(state)).password)).ask

  async function check(password: string | undefined): Promise<void> {
    if (password === undefined) throw new AppError({ code: 'needs-password', ...texts.needed })
    const verdict = await checkSudoPassword(shell, password)
    if (verdict.kind === 'wrong') throw new AppError({ code: 'needs-password', ...texts.wrong })
    if (verdict.kind === 'refused') throw new AppError({ code: 'no-sudo', ...texts.noSudo, details: verdict.stderr })
  }

  return {
    async pass(password) {
      if ((await isAsked()) && (await sudoWantsPassword(shell))) await check(password)
    },
    handlers: {
      settingsPassword: async () => ({ ask: await isAsked() }),
      async settingsSetPassword({ ask, password }) {
        if (await sudoWantsPassword(shell)) await check(password)
        else if (ask) throw new AppError({ code: 'blocked', ...texts.sudoIsFree })
        return workState.change(async ({ state }) => {
          const changed = await changeSettings(state, { password: { ask } }, texts.commit)
          return changed.password
        })
      },
    },
  }
}
