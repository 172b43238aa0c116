/** Where the values of arguments and options come from, by what their command calls them in its usage. */
import { createAppCapabilities } from '../../../app/capabilities.ts'
import { allAreas } from '../../../app/join-capabilities.ts'
import { calls } from '../../../contract/calls.ts'
import { containerDecisions, engineIds } from '../../../contract/container-rule.ts'
import { jobIntervals } from '../../../contract/jobs-calls.ts'
import { packageDecisions, packageManagers } from '../../../contract/package-rule.ts'

/** files: the shell's own, which not-live and home-rules have as well. The others are looked up in the running app, or in files of the person's. */
export type CompletionSource =
  | 'files'
  | 'hosts'
  | 'other-host'
  | 'snapshots'
  | 'switches'
  | 'etc-rules'
  | 'kept'
  | 'home-rules'
  | 'package-rules'
  | 'containers'
  | 'jobs'
  | 'disks'
  | 'places'
  | 'bundles'
  | 'live'
  | 'not-live'

const areas = allAreas(createAppCapabilities()).map(({ id }) => id)

/** Those that mean the same in every command. */
const everywhere: Readonly<Record<string, CompletionSource | readonly string[]>> = {
  host: 'hosts',
  laptop: 'hosts',
  file: 'files',
  folder: 'files',
  path: 'files',
  paths: 'files',
  id: 'snapshots',
  ids: 'snapshots',
  one: 'snapshots',
  other: 'snapshots',
  job: 'jobs',
  disk: 'disks',
  place: 'places',
  bundle: 'bundles',
  subvolume: areas,
  subvolumes: areas,
}

/** By command and placeholder. An empty list: whatever the person thinks of. */
const here: Readonly<Record<string, CompletionSource | readonly string[]>> = {
  'plan host': 'other-host',
  'switch host': 'other-host',
  'log id': 'switches',
  'etc forget path': 'etc-rules',
  'kept forget name': 'kept',
  'home include path': 'home-rules',
  'home beforehand on|off': ['on', 'off'],
  'bundle create bundle': [],
  'reclaim settings size': ['8K', '64K', '1M'],
  'reclaim settings percent': ['10', '30', '50', '100'],
  'bundle diff one': 'bundles',
  'bundle diff other': 'bundles',
  'bundle restore path': [],
  'bundle send host': 'hosts',
  'copies restore id': [],
  'copies restore name': areas,
  'copies sheet words': [],
  'copies place add file': 'files',
  'copies place add fingerprint': [],
  'copies place add account': [],
  'copies place add name': [],
  'copies place add where': 'files',
  'copies place check account': [],
  'copies place check file': 'files',
  'copies place check where': 'files',
  'copies place remove name': 'places',
  'call name': Object.values(calls).map(({ name }) => name),
  'call input': [],
  'address address': [],
  'packages apply host': 'other-host',
  'containers rule name': 'containers',
  'containers rule decision': [...containerDecisions, 'none'],
  'containers rule engine': engineIds,
  'packages rule name': 'package-rules',
  'packages rule decision': [...packageDecisions, 'none'],
  'packages rule manager': packageManagers,
  'packages compare text': [],
  'snapshots find name': [],
  'snapshots find number': [],
  'snapshots create text': [],
  'snapshots retention name=number': [],
  'jobs schedule often': jobIntervals,
  'live on folders': 'not-live',
  'live off folders': 'live',
  'jobs schedule time': [],
  'pair host': [],
  'pair key': [],
  'pair number': [],
  'serve number': [],
}

/** `names`: "snapshots show". Undefined where nobody has said where such values come from. */
export function sourceOf(names: string, placeholder: string): CompletionSource | readonly string[] | undefined {
  return here[`${names} ${placeholder}`] ?? everywhere[placeholder]
}

export function isSource(found: CompletionSource | readonly string[]): found is CompletionSource {
  return typeof found === 'string'
}
