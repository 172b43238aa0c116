import type { PowerRule } from '../../../src-main/contract/settings-calls.ts'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { AskedSection } from './asked-section.tsx'
import { SettingRow } from './settings-section.tsx'
import { texts } from './texts.ts'

const starts = ['anything', 'charged', 'plugged'] as const
const lows = ['pause', 'go-on'] as const

/** What both batteries need before copying starts, and what happens when one runs low meanwhile. */
export function PowerSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('settingsPower', {})
  const { put } = asked
  const client = useClient()
  const set = useAction(async (rule: Partial<PowerRule>) => put(await client.call('settingsSetPower', rule)))
  return (
    <AskedSection title={texts.power} isAskedFor={isAskedFor} asked={asked} refused={set.error}>
      {(value) => (
        <Card>
          <SettingRow title={texts.powerStart} text={texts.powerStartText}>
            <ChoiceButtons
              name={texts.powerStart}
              value={value.start}
              choices={starts.map((id) => ({ id, label: texts.powerStarts[id] }))}
              onChange={(id) => set.start({ start: starts.find((one) => one === id) ?? 'anything' })}
            />
          </SettingRow>
          <SettingRow title={texts.powerLow} text={texts.powerLowText}>
            <ChoiceButtons
              name={texts.powerLow}
              value={value.low}
              choices={lows.map((id) => ({ id, label: texts.powerLows[id] }))}
              onChange={(id) => set.start({ low: lows.find((one) => one === id) ?? 'pause' })}
            />
          </SettingRow>
        </Card>
      )}
    </AskedSection>
  )
}
