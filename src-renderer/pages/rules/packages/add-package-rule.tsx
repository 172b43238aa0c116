import { useCallback, useState } from 'react'
import {
  isPackageKind,
  isRuleName,
  packageManagers,
  type PackageDecision,
  type PackageManager,
} from '../../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../../src-main/contract/package-rules-calls.ts'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { Button } from '../../../components/button.tsx'
import { ChoiceButtons } from '../../../components/choice-buttons.tsx'
import { Modal } from '../../../components/modal.tsx'
import { TextForm } from '../../../components/text-form.tsx'
import { goTo, routeHash } from '../../../router/route.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { keyOfRule } from '../rule-words.ts'
import { texts } from '../texts.ts'
import { useMatching } from './use-matching.ts'

const kinds = [...packageManagers, 'unit', 'alternative'] as const
type Kind = (typeof kinds)[number]

interface AddPackageRuleProps {
  readonly onChanged: (rules: PackageRules) => void
  readonly onClose: () => void
}

/** A rule for packages that nobody was asked about, with how many it fits while it is typed. */
export function AddPackageRule({ onChanged, onClose }: AddPackageRuleProps) {
  const client = useClient()
  const [kind, setKind] = useState<Kind>('apt')
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isValid = isRuleName(kind, name)
  const add = useAction(
    useCallback(
      async (decision: PackageDecision) => {
        onChanged(await client.call('packagesDecide', { kind, name, decision }))
        onClose()
        const key = keyOfRule({ kind: 'package', rule: { kind, name, decision } })
        goTo(routeHash({ kind: 'shell', page: 'rules', item: key }))
      },
      [client, kind, name, onChanged, onClose],
    ),
  )
  const button = (decision: PackageDecision) => (
    <Button disabled={!isValid || add.busy} onClick={() => add.start(decision)}>
      {texts.decideOther[decision]}
    </Button>
  )
  return (
    <Modal
      title={texts.addPackageRule}
      lead={texts.addPackageLead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          {button('never')}
          {button('both')}
          {button('apart')}
        </>
      }
    >
      <ChoiceButtons
        name={texts.about}
        choices={kinds.map((id) => ({ id, label: texts.abouts[id] }))}
        value={kind}
        onChange={(id) => setKind(kinds.find((one) => one === id) ?? 'apt')}
      />
      <TextForm
        label={texts.packageName}
        value={typed}
        onChange={setTyped}
        onSubmit={() => undefined}
        spellCheck={false}
        wrong={add.error === undefined ? undefined : errorText(add.error)}
      >
        {isValid && isPackageKind(kind) && <Matching kind={kind} name={name} />}
      </TextForm>
    </Modal>
  )
}

function Matching(rule: { readonly kind: PackageManager; readonly name: string }) {
  return <p role="status">{useMatching(rule)}</p>
}
