/** pam.d(5): what the file of a service asks for, and su(1), which asks PAM whether an account may come in. Seen with Linux-PAM 1.7. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { RunOptions } from './run.ts'
import { complaintOf, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

export type PamLine =
  | { readonly kind: 'module'; readonly name: string }
  /** All lines of another service, or those of one type. */
  | { readonly kind: 'include'; readonly service: string }
  | { readonly kind: 'unreadable'; readonly text: string }

const typed =
  /^(?<missing>-?)(?:auth|account|password|session)\s+(?<control>\[[^\]]*\]|required|requisite|sufficient|optional|include|substack)\s+(?<name>\S+)/i

/** Of a module that may be missing ("-session") nothing is said. */
export function parsePamService(text: string): readonly PamLine[] {
  const lines = text.replaceAll('\\\n', ' ').split('\n')
  return lines.flatMap((line): readonly PamLine[] => {
    const asked = line.replace(/#.*/, '').trim()
    if (asked === '') return []
    const whole = /^@include\s+(\S+)$/.exec(asked)?.[1]
    if (whole !== undefined) return [{ kind: 'include', service: whole }]
    const { missing, control = '', name = '' } = typed.exec(asked)?.groups ?? {}
    if (missing === undefined) return [{ kind: 'unreadable', text: asked }]
    if (/^(?:include|substack)$/i.test(control)) return [{ kind: 'include', service: name }]
    return missing === '-' ? [] : [{ kind: 'module', name }]
  })
}

/** A name without a folder is looked for where libpam of each architecture has its modules. */
export function isPamModule(name: string): boolean {
  if (path.isAbsolute(name)) return existsSync(name)
  const libraries = ['/usr/lib', '/usr/lib64', ...readdirSync('/usr/lib').map((one) => path.join('/usr/lib', one))]
  return libraries.some((library) => existsSync(path.join(library, 'security', name)))
}

/** The service that su asks of root: it is who it says, and the account is what the other service says. */
export const accountOf = (service: string): string =>
  `auth sufficient pam_rootok.so\naccount include ${service}\nsession required pam_permit.so\n`

/** What su said when PAM, with the file of its service, does not let the account in. Nothing but `true` is started. */
export async function tryPamAccount(
  account: string,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<string | undefined> {
  const argv = ['su', '--shell', '/bin/sh', '--command', 'true', '--', account] as const
  return complaintOf({ title: titles.checkPam({}), argv }, instead, options)
}
