import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { RegistryView } from '../../../src-main/contract/bundles-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { TextForm } from '../../components/text-form.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from './bundles-page.module.css'
import { registryTexts, texts } from './texts.ts'

interface RegistriesProps {
  readonly registries: readonly RegistryView[]
  readonly laptops: LaptopNames
  readonly onChanged: (said: string) => void
}

/** Registries that bundles can be copied to; each laptop has its own. */
export function Registries({ registries, laptops, onChanged }: RegistriesProps) {
  const [adding, setAdding] = useState(false)
  return (
    <Card className={styles['bundle']} aria-label={registryTexts.title}>
      <div className={styles['head']}>
        <h2>{registryTexts.title}</h2>
      </div>
      <p className={styles['soft']}>{registryTexts.lead}</p>
      {registries.map((one) => (
        <Known
          key={`${one.laptop} ${one.name}`}
          registry={one}
          label={laptops.labelOf(one.laptop)}
          onChanged={onChanged}
        />
      ))}
      <div className={styles['buttons']}>
        <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
          {registryTexts.add}
        </Button>
      </div>
      {adding && <AddRegistry laptops={laptops} onClose={() => setAdding(false)} onAdded={onChanged} />}
    </Card>
  )
}

interface KnownProps extends Pick<RegistriesProps, 'onChanged'> {
  readonly registry: RegistryView
  readonly label: string
}

function Known({ registry: { laptop, name, where }, label, onChanged }: KnownProps) {
  const client = useClient()
  const remove = useAction(async () => {
    await client.call('bundlesRemoveRegistry', { laptop, name })
    onChanged(registryTexts.removed(name))
  })
  return (
    <section className={styles['version']} aria-label={registryTexts.of(name, label)}>
      <p>
        <strong>{name}</strong> {registryTexts.at(where, label)}
      </p>
      <div className={styles['buttons']}>
        <Button
          size="small"
          aria-label={registryTexts.removeOf(name, label)}
          disabled={remove.busy}
          onClick={() => remove.start()}
        >
          {registryTexts.remove}
        </Button>
      </div>
      {remove.error !== undefined && (
        <Notice tone="amber" alert title={remove.error.message}>
          {errorText(remove.error)}
        </Notice>
      )}
    </section>
  )
}

interface AddRegistryProps {
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onAdded: (said: string) => void
}

function AddRegistry({ laptops, onClose, onAdded }: AddRegistryProps) {
  const client = useClient()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState({ name: '', where: '', user: '', token: '' })
  const [chosen, setLaptop] = useState<string>()
  const laptop = chosen ?? laptops.names[0]
  const add = useAction(async () => {
    const { name, where, user, token } = typed
    const login = user.trim() === '' ? {} : { login: { user: user.trim(), token: token.trim() } }
    const on = laptop === undefined ? {} : { laptop }
    await client.call('bundlesAddRegistry', { ...on, ...login, name, where: where.trim() })
    onAdded(registryTexts.added(name.trim()))
    onClose()
  })
  const isTyped =
    typed.name.trim() !== '' && typed.where.trim() !== '' && (typed.user.trim() === '') === (typed.token.trim() === '')
  const start = () => {
    if (isTyped) add.start()
  }
  const change = (part: keyof typeof typed) => (text: string) => setTyped((before) => ({ ...before, [part]: text }))
  return (
    <Modal
      title={registryTexts.addTitle}
      lead={registryTexts.addLead}
      onClose={onClose}
      first={field}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" disabled={!isTyped || add.busy} onClick={start}>
            {registryTexts.start}
          </Button>
        </>
      }
    >
      <TextForm
        ref={field}
        label={registryTexts.name}
        value={typed.name}
        maxLength={40}
        onChange={change('name')}
        onSubmit={start}
      />
      <TextForm
        label={registryTexts.where}
        value={typed.where}
        placeholder={registryTexts.wherePlaceholder}
        onChange={change('where')}
        onSubmit={start}
      />
      <TextForm label={registryTexts.user} value={typed.user} onChange={change('user')} onSubmit={start}>
        <p className={styles['soft']}>{registryTexts.userHelp}</p>
      </TextForm>
      <TextForm
        label={registryTexts.token}
        type="password"
        value={typed.token}
        onChange={change('token')}
        onSubmit={start}
      />
      {laptops.names.length > 1 && (
        <div className={styles['choice']}>
          <span aria-hidden>{registryTexts.laptop}</span>
          <Segmented
            name={registryTexts.laptop}
            segments={laptops.names.map((id) => ({ id, label: laptops.labelOf(id) }))}
            value={laptop ?? ''}
            onChange={setLaptop}
          />
        </div>
      )}
      {add.busy && <p className={styles['soft']}>{registryTexts.working}</p>}
      <FailureNotice error={add.error} />
    </Modal>
  )
}
