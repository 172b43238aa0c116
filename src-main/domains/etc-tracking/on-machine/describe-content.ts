import type { BytePath } from '../../../kernel/byte-path.ts'
import { isText, textLimitBytes } from '../../../kernel/text-content.ts'
import { etcMessages } from '../messages.ts'
import type { Message } from '../../../kernel/message.ts'

export interface ContentFacts {
  readonly secret: boolean
  /** Why it seems to belong to one laptop only. */
  readonly bound: Message | undefined
}

const secretNames =
  /(?:^|[/._-])(?:secrets?|passw(?:or)?d|passphrase|credentials?|tokens?|private|auth|psk|keys?)(?:[._-]|$)|\.(?:pem|key|p12|pfx|jks|keytab)$/i
const secretWords =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[^#;\n]*\b(?:pass(?:word|wd|phrase)|secret|token|api[_-]?key|psk|pre-?shared-?key)["']?\s*[:=]\s*["']?[^\s"'<$][^\n]*/im
/** Without a sign between name and value: netrc(5), and a line of its own as msmtp has it; PAM's lines have a third word. */
const netrcWords =
  /^[ \t]*(?:machine[ \t]+\S+|default)\s[^#]{0,400}?\bpassword\s+\S|^[ \t]*(?:password|passwd|pass)[ \t]+[^\s=:]\S*[ \t]*$/m
/** In an address or a header of HTTP. */
const webWords = /^[^#;\n]*(?::\/\/[^\s/@:]+:[^\s/@]+@|\bauthorization["']?[ \t]{0,9}[:=][ \t]{0,9}["']?[^\s"'])/im
const publicNames = /\.(?:pub|crt|cer|asc|gpg)$/i

const boundWords: readonly (readonly [RegExp, Message])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i, etcMessages.namesId({})],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/i, etcMessages.namesCard({})],
  [/\/dev\/(?:sd[a-z]|nvme\d|mapper\/|disk\/|vd[a-z])/, etcMessages.namesDisk({})],
  // xorg.conf(5), BusID; a device of PCI by its address, or by its place below /sys.
  [
    /^\s*BusID\s+"|\b[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]\b|\/sys\/(?:devices\/(?:pci|platform)|class\/hwmon\/)/im,
    etcMessages.namesHardware({}),
  ],
  // modprobe.d(5): which driver of graphics is loaded, and how.
  [
    /^\s*(?:options|blacklist|install|softdep|alias\s+\S+)\s+(?:nvidia|nouveau|amdgpu|radeon|i915|xe)(?:[_-][a-z]+)?(?:\s|$)/m,
    etcMessages.namesHardware({}),
  ],
]

/** Fans and sensors are of one model, whatever stands in the file. */
const boundNames = /^\/(?:fancontrol|thinkfan\.(?:conf|yaml)|sensors3?\.conf|sensors\.d\/.+|nbfc\/.+)$/

/** Assessed by name, mode and text; a hint for the person, never a decision. Comments do not count as secrets. */
export function describeContent(path: BytePath, mode: number, content: Buffer, host: string): ContentFacts {
  const closed = (mode & 0o004) === 0
  const named = secretNames.test(path.slice(path.lastIndexOf('/') + 1)) && !publicNames.test(path)
  if (content.length > textLimitBytes || !isText(content)) return { secret: closed || named, bound: undefined }
  const text = content.toString('utf8')
  const told = [secretWords, netrcWords, webWords].some((words) => words.test(text))
  return {
    secret: closed || named || told,
    bound: boundNames.test(path) ? etcMessages.namesHardware({}) : findBound(text, host),
  }
}

function findBound(text: string, host: string): Message | undefined {
  const spoken = text.replace(/^\s*[#;].*$/gm, '')
  if (new RegExp(`(?:^|[^A-Za-z0-9-])${escape(host)}(?:$|[^A-Za-z0-9-])`, 'm').test(spoken))
    return etcMessages.namesHost({ host })
  return boundWords.find(([expression]) => expression.test(spoken))?.[1]
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
