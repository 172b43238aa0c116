import { beforeEach, describe, expect, it } from 'vitest'
import { createPasswordGate } from '../../../src-main/app/password-gate.ts'
import type { PersonShell } from '../../../src-main/machine/person-shell/person-shell.ts'

/** A laptop whose sudo wants "right", or nothing. */
function shellWhere({ isFree = false, isSudoer = true } = {}): PersonShell {
  return {
    run: (script, { input } = {}) => {
      if (isFree) return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' })
      const fails = (stderr: string) => Promise.resolve({ exitCode: 1, stdout: '', stderr })
      if (script.includes('-n')) return fails('sudo: a password is required')
      if (input !== 'right\n') return fails('sudo: 1 incorrect password attempt')
      return isSudoer ? Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }) : fails('alice may not run sudo')
    },
    close: () => undefined,
  }
}

let files: Record<string, string>
beforeEach(() => {
  files = {}
})

function gateOn(shell: PersonShell) {
  const state = {
    readFile: (name: string) => Promise.resolve(files[name]),
    record: (_subject: string, changed: Record<string, string>) => {
      Object.assign(files, changed)
      return Promise.resolve()
    },
  }
  const at = { state } as never
  return createPasswordGate({ workState: { read: (work) => work(at), change: (work) => work(at) }, shell })
}

describe('a switch that starts with a password', () => {
  it('starts with the right one alone', async () => {
    const gate = gateOn(shellWhere())
    await gate.pass(undefined)
    expect(await gate.handlers.settingsSetPassword({ ask: true, password: 'right' }, undefined as never)).toEqual({
      ask: true,
    })
    await expect(gate.pass(undefined)).rejects.toMatchObject({ code: 'needs-password' })
    await expect(gate.pass('wrong')).rejects.toMatchObject({ code: 'needs-password' })
    await gate.pass('right')
  })

  it('is turned off, and on, by whoever knows the password', async () => {
    const { handlers } = gateOn(shellWhere())
    const set = (ask: boolean, password?: string) =>
      handlers.settingsSetPassword({ ask, ...(password === undefined ? {} : { password }) }, undefined as never)
    await expect(set(true)).rejects.toMatchObject({ code: 'needs-password' })
    await set(true, 'right')
    await expect(set(false)).rejects.toMatchObject({ code: 'needs-password' })
    await expect(set(false, 'wrong')).rejects.toMatchObject({ code: 'needs-password' })
    expect(await handlers.settingsPassword({}, undefined as never)).toEqual({ ask: true })
    await set(false, 'right')
    expect(await handlers.settingsPassword({}, undefined as never)).toEqual({ ask: false })
  })

  it('cannot be wanted where sudo asks for none, and starts there without', async () => {
    const free = gateOn(shellWhere({ isFree: true }))
    const wanted = free.handlers.settingsSetPassword({ ask: true }, undefined as never)
    await expect(wanted).rejects.toMatchObject({ code: 'blocked' })
    await gateOn(shellWhere()).handlers.settingsSetPassword({ ask: true, password: 'right' }, undefined as never)
    await free.pass(undefined)
  })

  it('says that sudo refuses whoever has no rights there', async () => {
    const wanted = gateOn(shellWhere({ isSudoer: false })).handlers.settingsSetPassword(
      { ask: true, password: 'right' },
      undefined as never,
    )
    await expect(wanted).rejects.toMatchObject({ code: 'no-sudo' })
  })
})
