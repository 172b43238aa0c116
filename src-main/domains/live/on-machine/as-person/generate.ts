/** A Syncthing for a person who has none: settings that tell nobody of it, before it runs for the first time. Runs as the person. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import { readOwnText } from '../../../../tools/files/own-file.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { run, type RunOptions } from '../../../../tools/run.ts'
import { usualConfigFolders } from '../../../../tools/syncthing/person/find-config.ts'
import { configuredFolders } from '../../../../tools/syncthing/person/paused-folders.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import type { LiveAct, liveAnswers } from '../../person-requests.ts'

interface Generate {
  readonly home: string
  readonly account: string
  readonly isOverInternet: boolean
}

/** syncthing(1), `generate`. Its page on loopback asks for a password that nobody knows: another account could use it otherwise. */
export async function generate(
  { home, account, isOverInternet }: Generate,
  options: RunOptions,
): Promise<z.infer<typeof liveAnswers.generate>> {
  // 1.27 and later keep their settings there, and make that folder alone.
  mkdirSync(path.join(home, '.local/state'), { recursive: true, mode: 0o700 })
  try {
    await run(
      {
        title: titles.setUpSyncthing({}),
        argv: ['syncthing', 'generate', `--gui-user=${account}`, '--gui-password=-'],
        input: `${randomBytes(24).toString('base64url')}\n`,
        env: { HOME: home, STNODEFAULTFOLDER: '1' },
        cwd: home,
      },
      options,
    )
  } catch (thrown) {
    if (options.signal?.aborted === true) throw thrown
    const { message, details = '' } = toAppError(thrown)
    return { kind: 'refused', details: `${message} ${details}`.slice(0, 500) }
  }
  const folder = generatedFolder(home)
  if (folder === undefined) return { kind: 'refused', details: 'syncthing generate made no config.xml' }
  const file = path.join(folder, 'config.xml')
  const text = withQuietOptions(readOwnText(file), isOverInternet)
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return { kind: 'generated', folder: bytePathFromText(path.relative(home, folder)) }
}

/** Of those that `generate` takes: not a sandbox's. */
function generatedFolder(home: string): string | undefined {
  const folders = usualConfigFolders(home).filter((one) => !one.startsWith(path.join(home, '.var/')))
  return folders.find((one) => existsSync(path.join(one, 'config.xml')))
}

/** Nobody is asked where other devices are, or told where this one is; nothing is reported (docs.syncthing.net/users/config.html). */
export function quietOptions(isOverInternet: boolean): Readonly<Record<string, boolean | number>> {
  return {
    globalAnnounceEnabled: isOverInternet,
    localAnnounceEnabled: isOverInternet,
    relaysEnabled: isOverInternet,
    natEnabled: isOverInternet,
    urAccepted: -1,
    crashReportingEnabled: false,
    startBrowser: false,
    autoUpgradeIntervalH: 0,
  }
}

function withQuietOptions(text: string, isOverInternet: boolean): string {
  return text.replace(/<options>[^]*?<\/options>/, (all) =>
    Object.entries(quietOptions(isOverInternet)).reduce((options, [name, value]) => {
      const element = `<${name}>${String(value)}</${name}>`
      const written = options.replace(new RegExp(`<${name}>[^<]*</${name}>`), element)
      return written.includes(element) ? written : options.replace('</options>', `${element}</options>`)
    }, all),
  )
}

/** Its files, and those it was about to rename when it ended, by their names alone: whatever else somebody put there stays (docs.syncthing.net/users/config.html). */
const own =
  /^(?:config\.xml(?:\.v\d+|\.new)?|(?:https-)?(?:cert|key)\.pem|csrftokens\.txt|index-v[\w.-]+|syncthing\.lock|\.syncthing\.tmp\.\w+|(?:panic|audit)-.*\.log)$/

/** What `generate` made, and the index. Nothing goes of one in which folders were set up since. `folder`: below the home. */
export function forget(home: string, folder: BytePath): LiveAct {
  const place = folder === '' ? generatedFolder(home) : path.join(home, textFromBytePath(folder))
  if (place === undefined) return { kind: 'done' }
  const config = path.join(place, 'config.xml')
  if (!existsSync(config)) return { kind: 'done' }
  if (realpathSync(place) !== path.join(realpathSync(home), path.relative(home, place)))
    return { kind: 'refused', details: place }
  if (configuredFolders(readOwnText(config))?.length !== 0) return { kind: 'refused', details: config }
  // The settings last: what is interrupted is begun again.
  const names = readdirSync(place).filter((name) => own.test(name) && name !== 'config.xml')
  for (const name of [...names, 'config.xml']) rmSync(path.join(place, name), { recursive: true, force: true })
  if (readdirSync(place).length === 0) rmdirSync(place)
  return { kind: 'done' }
}
