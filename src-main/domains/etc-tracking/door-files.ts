/**
 * What of /etc sshd, sudo and PAM decide by who comes in, and what most programs or every sign-in start with; its contents cross for a
 * plan, so that the other laptop can say what they would do.
 */
import { z } from 'zod'
import { linkTargetSchema, rootedBytePathSchema } from '../../contract/path-schemas.ts'
import type { BytePath } from '../../kernel/byte-path.ts'
import { isTree } from './is-tree.ts'

/** More is nobody's configuration by hand. */
const mostBase64 = 1_500_000

/** More are looked at when they are placed. */
export const mostDoorFiles = 200

const ofDoors = String.raw`ssh/sshd_config(?:\.d)?|sudoers\.d|pam\.d|security`
const ofPrograms = [
  String.raw`ld\.so\.preload|environment|profile(?:\.d)?|bash\.bashrc|zsh|locale\.(?:conf|gen)|default/locale|nsswitch\.conf|login\.defs`,
  String.raw`sudo\.conf|gitconfig|ssh/ssh_config(?:\.d)?|apt/(?:apt\.conf|preferences)(?:\.d)?|dpkg/dpkg\.cfg(?:\.d)?`,
].join('|')
const doorPath = new RegExp(`^/(?:${ofDoors}|${ofPrograms})(?:$|/)`)

/** With a leading slash that stands for /etc. */
export const isDoorPath = (path: BytePath): boolean => doorPath.test(path)

/** What may decide who comes in, besides: firewalls, names, libraries. A hint for whom to blame, never for what may be placed. */
export const isDoorLike = (path: BytePath): boolean =>
  new RegExp(`^/(?:${ofDoors})(?:$|/)`).test(path) ||
  /^\/(?:ssh|nftables|iptables|ufw|firewalld|fail2ban|apparmor\.d|ld\.so|sudo|nsswitch\.conf|login\.defs|shells|environment|default\/(?:ssh|ufw)|systemd\/system\/(?:service\.d|sshd?[.@]|nftables|ufw|firewalld))/.test(
    path,
  )

const pathSchema = rootedBytePathSchema.refine(isDoorPath, 'nothing that sshd, sudo, PAM or programs start with')
const modeSchema = z.number().int().min(0).max(0o7777)

export const doorFileSchema = z.discriminatedUnion('kind', [
  z.object({ path: pathSchema, kind: z.literal('file'), mode: modeSchema, base64: z.base64().max(mostBase64) }),
  z.object({ path: pathSchema, kind: z.literal('link'), target: linkTargetSchema }),
  z.object({ path: pathSchema, kind: z.literal('folder'), mode: modeSchema }),
  z.object({ path: pathSchema, kind: z.literal('absent') }),
])
/** In any order. */
export const doorFilesSchema = z.array(doorFileSchema).max(mostDoorFiles).refine(isTree, 'not a tree')
export type DoorFile = z.infer<typeof doorFileSchema>

export const doorPathsSchema = z.array(pathSchema).max(mostDoorFiles)
