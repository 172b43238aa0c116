import { useState } from 'react'
import {
  isRuleName,
  isSourceKind,
  packageRuleKinds,
  type PackageDecision,
  type PackageRuleKind,
} from '../../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../../src-main/contract/package-rules-calls.ts'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { Button } from '../../../components/button.tsx'
import { ChoiceButtons } from '../../../components/choice-buttons.tsx'
import { Modal } from '../../../components/modal.tsx'
import { TextForm } from '../../../components/text-form.tsx'
import { goTo } from '../../../router/route.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { keyOfRule } from '../../rules/rule-words.ts'
import { texts } from '../../rules/texts.ts'
import { itemHash } from '../packages-routes.ts'
import { isMatchable, useMatching } from './use-matching.ts'

interface AddPackageRuleProps {
  readonly onChanged: (rules: PackageRules) => void
  readonly onClose: () => void
}

/** A rule for what nobody was asked about, with how much it fits while it is typed. */
export function AddPackageRule({ onChanged, onClose }: AddPackageRuleProps) {
  const client = useClient()
  const [kind, setKind] = useState<PackageRuleKind>('apt')
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isValid = isRuleName(kind, name)
  const add = useAction(async (decision: PackageDecision) => {
    onChanged(await client.call('packagesDecide', { kind, name, decision }))
    onClose()
    const key = keyOfRule({ kind: 'package', rule: { kind, name, decision } })
    goTo(itemHash(key))
  })
  const button = (decision: PackageDecision) => (
    <Button disabled={!isValid || add.busy} onClick={() => add.start(decision)}>
      {isSourceKind(kind) ? texts.leaveOut : texts.decideOther[decision]}
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
          {!isSourceKind(kind) && button('never')}
          {!isSourceKind(kind) && button('both')}
          {button('apart')}
        </>
      }
    >
      <ChoiceButtons
        name={texts.about}
        choices={packageRuleKinds.map((id) => ({ id, label: texts.abouts[id] }))}
        value={kind}
        onChange={(id) => setKind(packageRuleKinds.find((one) => one === id) ?? 'apt')}
      />
      <TextForm
        label={texts.nameOf(kind)}
        value={typed}
        onChange={setTyped}
        onSubmit={() => undefined}
        spellCheck={false}
        wrong={add.error === undefined ? undefined : errorText(add.error)}
      >
        {isValid && isMatchable(kind) && <Matching kind={kind} name={name} />}
      </TextForm>
    </Modal>
  )
}

function Matching(rule: { readonly kind: PackageRuleKind; readonly name: string }) {
  return <p role="status">{useMatching(rule)}</p>
}
