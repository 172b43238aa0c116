/** What is said of Flatpak apps, on one machine and between two. Names are checked here, at the border. */
import { z } from 'zod'
import { freeRoomSchema } from '../../../contract/preview.ts'
import { failureSchema } from '../program-failure.ts'

/** "app/org.gnome.Maps/x86_64/stable"; nothing here can be taken for an option or a path out of its folder. */
export const refSchema = z
  .string()
  .max(500)
  .regex(/^(app|runtime)(\/[A-Za-z0-9_][A-Za-z0-9._-]*){3}$/)

export const remoteNameSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)

const commitSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** "org.example.*", "runtime/org.gnome.Platform/x86_64/48". */
export const patternSchema = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9*_][A-Za-z0-9*._/-]*$/)

export const flatpakSchema = z.object({
  ref: refSchema,
  /** Name of its remote on that laptop. */
  origin: z.string(),
  commit: commitSchema,
  /** May be empty, as the version. */
  title: z.string().max(200),
  version: z.string().max(200),
  /** Without which an app does not start; empty for a runtime. */
  runtime: z.union([z.literal(''), refSchema]),
  installedBytes: z.number().min(0),
})
export type Flatpak = z.infer<typeof flatpakSchema>

const keySchema = z.object({ fingerprint: z.string().regex(/^[0-9A-F]{32,64}$/), owner: z.string() })

export const remoteSchema = z.object({
  name: remoteNameSchema,
  title: z.string().max(200),
  /** Without the password that it may have. Empty where it only stands for something that was installed of a file. */
  url: z.string().max(2000),
  hasPassword: z.boolean(),
  /** By which the same is known wherever it comes from; may be empty. */
  collection: z.string().max(300),
  /** Whether what it gives has to be signed. */
  isSigned: z.boolean(),
  isDisabled: z.boolean(),
  /** Only a part of it is to be had; its file does not travel. */
  isFiltered: z.boolean(),
  keys: z.array(keySchema),
  /** The keys as they lie there, in base64. */
  keyring: z.base64().max(100_000),
})
export type Remote = z.infer<typeof remoteSchema>

/** `name`: of the app, or "global". */
export const overrideSchema = z.object({ name: remoteNameSchema, text: z.string().max(20_000) })
export type Override = z.infer<typeof overrideSchema>

/** For everybody, beside the usual one; `name` as /etc/flatpak/installations.d has it. */
const otherInstallationSchema = z.object({ name: remoteNameSchema, apps: z.array(refSchema) })
export type OtherInstallation = z.infer<typeof otherInstallationSchema>

/** What comes from the other laptop, and the remote here by whose keys it is proven. */
export const receivedSchema = z.object({ ref: refSchema, remote: remoteNameSchema })
export type Received = z.infer<typeof receivedSchema>

/** Of the person alone: files of their home, with which they are copied. */
const flatpaksOfPersonSchema = z.object({
  /** Not where the program could not list them. */
  isKnown: z.boolean(),
  flatpaks: z.array(flatpakSchema),
  remotes: z.array(remoteSchema.pick({ name: true, title: true, url: true, isDisabled: true })),
})
export type FlatpaksOfPerson = z.infer<typeof flatpaksOfPersonSchema>

export const flatpakCaptureSchema = z.object({
  /** Without the program there is nothing else. */
  isInstalled: z.boolean(),
  /** Whether ostree(1) is there: it proves what is received, and packs what is of a source without a collection. */
  hasOstree: z.boolean(),
  flatpaks: z.array(flatpakSchema),
  remotes: z.array(remoteSchema),
  /** Patterns that are not updated by themselves, and runtimes that stay though no app needs them. */
  masks: z.array(patternSchema),
  pins: z.array(patternSchema),
  overrides: z.array(overrideSchema),
  others: z.array(otherInstallationSchema),
  person: flatpaksOfPersonSchema,
  /** Where they are for everybody. */
  room: freeRoomSchema,
  /** Of a ref, a remote or a pattern, the last time that apps were installed there for a switch. */
  failures: z.array(failureSchema),
})
export type FlatpakCapture = z.infer<typeof flatpakCaptureSchema>

export interface RefParts {
  readonly kind: 'app' | 'runtime'
  /** "org.gnome.Maps" */
  readonly id: string
  readonly arch: string
  readonly branch: string
}

export function partsOf(ref: string): RefParts {
  const [kind, id = '', arch = '', branch = ''] = ref.split('/')
  return { kind: kind === 'app' ? 'app' : 'runtime', id, arch, branch }
}

/** As it is shown: its own name where it has one. */
export function nameOf({ ref, title }: Pick<Flatpak, 'ref' | 'title'>): string {
  return title === '' ? partsOf(ref).id : title
}

/** By which a source is known, and a rule names it: "https://dl.flathub.org/repo". */
export function addressOf({ url }: Pick<Remote, 'url'>): string {
  return url.replace(/\/+$/, '')
}

/** As the program takes it: "org.gnome.Maps", "org.gnome.Platform//48". */
export function packageName(ref: string): string {
  const { id, branch } = partsOf(ref)
  return branch === 'stable' ? id : `${id}//${branch}`
}

/** Many have no version, and not every new one has another. */
export function shownVersion({ version, commit }: Pick<Flatpak, 'version' | 'commit'>): string {
  const name = commit.slice(0, 12)
  return version === '' ? name : `${version} (${name})`
}
