/** Bundles, in lines of text. */
import type { BundleCheck, BundleId, BundleSize, BundleView, MovedBundle } from '../../../contract/bundles-calls.ts'
import {
  bundleName,
  contentsText,
  damagedBack,
  elsewhereText,
  leftOutText,
  proofText,
  putAwayWords,
  sizeText,
  staysText,
  type BundleOnLaptops,
} from '../../../contract/bundles-words.ts'
import type { calls } from '../../../contract/calls.ts'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { countOf, formatBytes, formatCount } from '../../../kernel/units.ts'
import { toned, type Line } from '../colours.ts'
import { localTime } from '../local-time.ts'

export const noBundles: readonly string[] = [
  'There is no bundle yet. A bundle keeps the state of some files under a name.',
  'Make one with: pc-switcher bundle create NAME PATH...',
]

export function bundleLine({ bundle, on }: BundleOnLaptops): Line {
  const laptops = [
    ...new Set(
      on.flatMap(({ laptop, elsewhere, isAway }) => (isAway ? [] : [laptop, ...elsewhere.map(({ place }) => place)])),
    ),
  ].join(' and ')
  const away = on.filter(({ isAway }) => isAway)
  const told = away.flatMap((one) => {
    const where = elsewhereText(one, systemClock.nowMs())
    return [`put away on ${one.laptop}${where === '' ? '' : `: ${where}`}`]
  })
  const place = laptops === '' ? '' : `  on ${laptops}`
  const line = [`${bundleName(bundle)}  ${localTime(bundle.madeAt)}  ${contentsText(bundle)}${place}`, ...told].join(
    '  ',
  )
  const bad = on.filter(({ isDamaged }) => isDamaged).map(({ laptop }) => laptop)
  return bad.length === 0 ? line : toned('bad', `${line}  (damaged on ${bad.join(' and ')})`)
}

export function bundleLines(bundle: BundleView, size: BundleSize | undefined): readonly Line[] {
  const proof = proofText(bundle, systemClock.nowMs())
  return [
    `${bundleName(bundle)}  on ${bundle.laptop}`,
    `  Made ${localTime(bundle.madeAt)} on ${bundle.madeOn} of ${bundle.sources.join(', ')}`,
    `  ${contentsText(bundle)}${size === undefined || bundle.isAway ? '' : `; on the disk ${sizeText(size)}`}`,
    bundle.isDamaged ? toned('bad', `  ${proof}`) : `  ${proof}`,
    ...elsewhereLines(bundle),
    ...(bundle.isPinned ? [`  ${pinned(bundle)}`] : []),
    ...(bundle.isAway ? [`  ${putAwayWords(bundleName(bundle)).hint}`] : [`  ${bundle.place}`]),
    ...leftOutLines(bundle),
  ]
}

function elsewhereLines(bundle: BundleView): readonly string[] {
  const text = elsewhereText(bundle, systemClock.nowMs())
  return text === '' ? [] : [`  ${text}`]
}

function leftOutLines({ leftOut }: BundleView): readonly Line[] {
  if (leftOut.length === 0) return []
  return [toned('warn', `  ${leftOutText(leftOut.length)}`), ...leftOut.map(({ path }) => `    ${path}`)]
}

export const created = (bundle: BundleView): readonly Line[] => [
  `Made ${bundleName(bundle)}: ${contentsText(bundle)}.`,
  ...leftOutLines(bundle),
]

const kinds = { added: '+', changed: '~', deleted: '-', attributes: '*' } as const

export function changeLines({ changes, total }: Output<typeof calls.bundlesDiff>): readonly string[] {
  const rest = total - changes.length
  return [
    ...changes.map(({ kind, path }) => `${kinds[kind]} ${path}`),
    total === 0
      ? 'Nothing is different.'
      : `${countOf(total, 'difference')}: + new, - gone, ~ other contents, * rights or times`,
    ...(rest > 0 ? [`${formatCount(rest)} more are not shown.`] : []),
  ]
}

export const restored = ({ to, files, bytes, isDamaged }: Output<typeof calls.bundlesRestore>): string =>
  `Brought back ${countOf(files, 'file')}, ${formatBytes(bytes)}, to ${to}${isDamaged === true ? `. ${damagedBack}` : ''}`

export const wouldDelete = (bundles: readonly BundleView[], place?: string): readonly string[] => [
  ...bundles.map(
    (bundle) => `Would delete ${bundleName(bundle)} (${contentsText(bundle)}) on ${place ?? bundle.laptop}`,
  ),
  'Nothing was deleted yet. Add --yes; or --force to delete the only one, or all versions of a name.',
]

export const notAt = (bundle: string, place: string): string => `${place} has no bundle ${bundle}.`

export const deleted = (ids: readonly BundleId[], place?: string): readonly string[] =>
  ids.map((id) => `Deleted ${bundleName(id)}${place === undefined ? '' : ` from ${place}`}`)

export function checkLines({ wrong, wrongCount, files, bytes, ...id }: BundleCheck): readonly Line[] {
  if (wrongCount === 0) return [toned('good', `${bundleName(id)}: all of ${contentsText({ files, bytes })} verified`)]
  const rest = wrongCount - wrong.length
  return [
    toned('bad', `${bundleName(id)} is damaged. ${countOf(wrongCount, 'file')} not as bundled:`),
    ...wrong.map((path) => `  ${path}`),
    ...(rest > 0 ? [`  ${formatCount(rest)} more are not shown.`] : []),
  ]
}

export const nothingToVerify = new AppError({
  code: 'invalid-input',
  message: 'Which bundle is to be verified?',
  hint: 'Give its name, or --all.',
})

export const onPlace = (bundle: BundleView): string =>
  `${bundleName(bundle)}  ${localTime(bundle.madeAt)}  ${contentsText(bundle)}  made on ${bundle.madeOn}`

export const noneAt = (place: string): string => `There is no bundle on ${place} yet.`

export function moved({ bundle, how, since, sentBytes }: MovedBundle, where: string): string {
  if (how === 'there') return `${where} has ${bundleName(bundle)} already.`
  const amount = sentBytes === undefined ? [] : [`${formatBytes(sentBytes)} crossed`]
  const part = since === undefined ? [] : [`only what is different from ${since}`]
  const told = [...amount, ...part].join(', ')
  return `${where} has ${bundleName(bundle)}${told === '' ? '' : ` (${told})`}. All of it was read there, and is the same.`
}

export const isPutAway = (bundle: BundleView): AppError =>
  new AppError({ code: 'blocked', ...putAwayWords(bundleName(bundle)) })

export const putAway = ({ bundle, staysOn, damaged = [] }: Output<typeof calls.bundlesPutAway>): readonly Line[] => [
  ...damaged.map((place) => toned('bad', `${bundleName(bundle)} is damaged or gone on ${place}.`)),
  `Put away ${bundleName(bundle)}: ${contentsText(bundle)}. Its files stay on:`,
  ...staysOn.map((one) => `  ${staysText(one, systemClock.nowMs())}`),
]

export const broughtBack = ({ bundle, from, damaged }: Output<typeof calls.bundlesBringBack>): readonly Line[] => [
  ...damaged.map((place) => toned('bad', `${bundleName(bundle)} is damaged or gone on ${place}.`)),
  from === undefined
    ? `The files of ${bundleName(bundle)} are here already.`
    : `Fetched ${bundleName(bundle)} from ${from}. All of it was read here, and is what was put away.`,
]

export const pinned = (bundle: BundleView): string =>
  bundle.isPinned
    ? `${bundleName(bundle)} stays on ${bundle.laptop}.`
    : `${bundleName(bundle)} may be put away on ${bundle.laptop} when the disk is nearly full, if it is elsewhere too.`
