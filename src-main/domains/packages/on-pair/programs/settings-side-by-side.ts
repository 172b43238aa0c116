/** What is set about programs on both laptops as one list. Pure. */
import type { ComparedSetting, SettingTopic, SettingValue } from '../../../../contract/packages-others.ts'

type Values = Readonly<Record<string, string>>

/** By name. `tell`: of a value, what is shown; two that are told alike may differ all the same. */
export function settingsSideBySide(
  topic: SettingTopic,
  here: Values,
  there: Values,
  tell: (value: string) => SettingValue = asItIs,
): ComparedSetting[] {
  const [these, those] = [new Map(Object.entries(here)), new Map(Object.entries(there))]
  return [...new Set([...these.keys(), ...those.keys()])].map((name) => {
    const [one, other] = [these.get(name), those.get(name)]
    return comparedSetting(
      { topic, name, isSame: one === other },
      { here: one === undefined ? undefined : tell(one), there: other === undefined ? undefined : tell(other) },
    )
  })
}

interface About extends Pick<ComparedSetting, 'topic' | 'name'> {
  readonly isSame: boolean
}

interface Sides {
  readonly here: SettingValue | undefined
  readonly there: SettingValue | undefined
}

export function comparedSetting({ topic, name, isSame }: About, sides: Sides): ComparedSetting {
  const { here, there } = isSame ? sides : onlyDiffering(sides)
  const both = isSame ? 'same' : 'different'
  return {
    ...{ kind: 'setting', topic, name },
    difference: here === undefined ? 'only-there' : there === undefined ? 'only-here' : both,
    ...(here === undefined ? {} : { here }),
    ...(there === undefined ? {} : { there }),
  }
}

function onlyDiffering({ here, there }: Sides): Sides {
  if (here?.kind !== 'lines' || there?.kind !== 'lines') return { here, there }
  const without = ({ lines, more }: typeof here, other: typeof here): SettingValue => ({
    ...{ kind: 'lines', more },
    lines: lines.filter((line) => !other.lines.includes(line)),
  })
  const isToldAlike = [...here.lines].sort().join('\n') === [...there.lines].sort().join('\n')
  if (isToldAlike && here.more + there.more === 0) return { here: { kind: 'alike' }, there: { kind: 'alike' } }
  return { here: without(here, there), there: without(there, here) }
}

/** What is only set or not has "" for a value. */
function asItIs(value: string): SettingValue {
  return value === '' ? { kind: 'set' } : { kind: 'lines', lines: [value], more: 0 }
}
