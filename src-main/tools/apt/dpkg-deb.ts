/** dpkg-deb(1), and what dpkg's status says of one package (dpkg-query(1)); seen with dpkg 1.21 and 1.22. */
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface PackageParagraph {
  readonly version: string
  readonly architecture: string
  /** As it stands in the status. */
  readonly text: string
  /** The same without what dpkg added: a deb-control(5). */
  readonly control: string
}

/** Undefined when the package is not installed, or not wholly. */
export function packageParagraph(status: string, name: string): PackageParagraph | undefined {
  const text = status.split('\n\n').find((one) => one.split('\n').includes(`Package: ${name}`))
  const version = /^Version: (.+)$/m.exec(text ?? '')?.[1]
  const architecture = /^Architecture: (.+)$/m.exec(text ?? '')?.[1]
  if (text === undefined || version === undefined || architecture === undefined) return undefined
  if (!/^Status: \S+ ok installed$/m.test(text)) return undefined
  const control = text.replace(/^(?:Status|Conffiles|Config-Version):.*\n?(?:[ \t].*\n?)*/gm, '')
  return { version, architecture, text: `${text}\n`, control: `${control.trimEnd()}\n` }
}

/**
 * What a package's file says of itself (deb-control(5)), of these fields; a value of several lines as one. Undefined where the file
 * is no package. `file` is absolute.
 */
export async function readControl(
  file: string,
  fields: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, string> | undefined> {
  const { exitCode, stdout } = await run(
    { title: titles.readPackage({}), argv: ['dpkg-deb', '--field', file, ...fields], exitCodes: [0, 2] },
    options,
  )
  return exitCode === 0 ? parseControl(stdout) : undefined
}

export function parseControl(text: string): ReadonlyMap<string, string> {
  const lines = text.replaceAll(/\n[ \t]+/g, ' ').split('\n')
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line): [string, string] => {
        const [, name, value] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? []
        if (name === undefined || value === undefined) throw unreadableAnswer('dpkg-deb --field', line)
        return [name, value.trim()]
      }),
  )
}

/** Of a folder with DEBIAN in it. zstd is read by the dpkg of Debian 12 and Ubuntu 24.04. */
export async function buildDeb(folder: string, file: string, options: RunOptions): Promise<void> {
  const argv = ['dpkg-deb', '--root-owner-group', '-Zzstd', '-z3', '--build', folder, file] as const
  await run({ title: titles.buildPackage({}), argv }, options)
}
