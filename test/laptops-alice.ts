/** What alice has in her home on the practice laptops: written, read, and committed as she does it. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'

export const laptops = ['p17', 'xps'] as const satisfies readonly Host[]

/** A script of root that runs another one as alice, in her home. */
export const asAlice = (script: string): string =>
  `cd /home/alice; runuser -u alice -- bash -euc ${JSON.stringify(script).replaceAll('$', '\\$')}`

/** Runs a script of several lines as alice in a folder below her home, which is made. */
export const inFolder = (host: Host, folder: string, script: string): Promise<string> =>
  shellOn(
    host,
    `runuser -u alice -- bash -eu <<'OF_ALICE'\nmkdir -p /home/alice/${folder}; cd /home/alice/${folder}\n${script}\nOF_ALICE`,
  )

/** A script of root that gives alice a file, and the folder around it. */
export const write = (path: string, text: string): string =>
  `mkdir -p "$(dirname '/home/alice/${path}')"; echo '${text}' > '/home/alice/${path}'; chown alice:alice '/home/alice/${path}' "$(dirname '/home/alice/${path}')"`

/** "ABSENT" where there is no such file. */
export const read = (host: Host, path: string): Promise<string> =>
  shellOn(host, `cat '/home/alice/${path}' 2>/dev/null || echo ABSENT`)

export const commit = (message: string): string =>
  `git -c user.name=a -c user.email=a@b commit -q --allow-empty -m '${message}'`

/** Of the commit with this name, in a repository that is whole. */
export const subjectOf = async (host: Host, repository: string, name: string): Promise<string> =>
  (await shellOn(host, asAlice(`cd ${repository}; git fsck --full >&2; git log -1 --format=%s ${name}`))).trim()
