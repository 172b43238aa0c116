import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { PasswordDialog } from '../../components/password-dialog.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { usePasswordAction } from '../../stores/use-password-action.ts'
import { AskedSection } from './asked-section.tsx'
import { SettingRow } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

/** Whether a switch starts with the password of whoever sits there. Only who knows it turns that on or off. */
export function PasswordSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('settingsPassword', {})
  const { put } = asked
  const client = useClient()
  const set = usePasswordAction(async (password: string | undefined, ask: boolean) =>
    put(await client.call('settingsSetPassword', password === undefined ? { ask } : { ask, password })),
  )
  return (
    <AskedSection title={texts.password} isAskedFor={isAskedFor} asked={asked} refused={set.error}>
      {(value) => (
        <>
          <Card>
            <SettingRow title={texts.passwordTitle} text={texts.passwordText}>
              <ChoiceButtons
                name={texts.passwordTitle}
                value={value.ask ? 'on' : 'off'}
                choices={onOrOff}
                onChange={(id) => set.start(id === 'on')}
              />
            </SettingRow>
          </Card>
          {set.asked !== undefined && (
            <PasswordDialog
              asked={set.asked}
              title={set.asked.args[0] ? texts.passwordToAsk : texts.passwordNotToAsk}
              submit={set.asked.args[0] ? texts.turnOn : texts.turnOff}
            />
          )}
        </>
      )}
    </AskedSection>
  )
}
