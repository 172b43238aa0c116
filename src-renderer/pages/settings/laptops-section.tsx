import { useState } from 'react'
import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { FieldRow } from './field-row.tsx'
import { texts } from './texts.ts'

/** What both laptops are called, each with a field to change it. */
export function LaptopNames() {
  const { value: overview } = useOverview()
  const laptops = [overview?.here, overview?.peer].filter((status) => status !== undefined)
  return laptops.map((status) => (
    // What was typed is of the name that was there.
    <LaptopName key={`${status.laptop.name} ${status.laptop.label}`} status={status} />
  ))
}

function LaptopName({ status: { laptop, here, connection } }: { readonly status: LaptopStatus }) {
  const { name, label } = laptop
  const client = useClient()
  const { look } = useOverview()
  const [typed, setTyped] = useState(label)
  const isAway = !here && connection.kind === 'unreachable'
  const save = useAction(async () => {
    await client.call('settingsNameLaptop', { laptop: name, label: typed.trim() })
    // Everything on this page and the others is called by what the laptops say now.
    await look(true)
  })
  return (
    <FieldRow
      title={here ? texts.nameOfThis : texts.nameOfOther}
      text={isAway ? texts.nameWhenAway(label) : texts.nameText(name)}
      value={typed}
      onType={setTyped}
      placeholder={name}
      longest={40}
      isDisabled={isAway}
      canSave={!isAway && typed.trim() !== label}
      save={save}
      button={{ name: texts.rename(label), label: texts.renameShort, busy: texts.renaming }}
    />
  )
}

/** Where the other laptop is sought that is not found by itself. */
export function OtherAddress({ onFound }: { readonly onFound: () => void }) {
  const { value: overview, look } = useOverview()
  const client = useClient()
  const [typed, setTyped] = useState('')
  const seek = useAction(async () => {
    await client.call('settingsSetAddress', { address: typed.trim() })
    setTyped('')
    onFound()
    await look(true)
  })
  const label = overview?.peer?.laptop.label
  if (label === undefined) return undefined
  return (
    <FieldRow
      title={texts.otherAddress}
      text={texts.otherAddressText(label)}
      value={typed}
      onType={setTyped}
      placeholder={texts.addressExample}
      longest={255}
      isDisabled={false}
      canSave={typed.trim() !== ''}
      save={seek}
      button={{ name: texts.seekThere(label), label: texts.seekShort, busy: texts.seeking }}
    />
  )
}
