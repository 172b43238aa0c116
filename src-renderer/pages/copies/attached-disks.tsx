import { HardDrive, Usb } from 'lucide-react'
import type { ReactNode } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import { placeNameFrom } from '../../../src-main/contract/copies-calls.ts'
import { attachedText } from '../../../src-main/contract/copies-words.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardRow } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import type { LaptopNames } from '../../components/laptop-names.ts'
import type { StartedPlace } from './add-place.tsx'
import { texts } from './texts.ts'

interface AttachedDisksProps {
  readonly disks: Output<typeof calls.copiesAttached>['disks']
  readonly laptops: LaptopNames
  readonly onUse: (disk: StartedPlace) => void
  /** A row below them. */
  readonly children: ReactNode
}

/** Disks that are no place yet, each with a way to make it one or the reason why it cannot be. */
export function AttachedDisks({ disks, laptops: { names, labelOf }, onUse, children }: AttachedDisksProps) {
  if (disks.length === 0 && children === false) return undefined
  return (
    <>
      <SectionTitle>{disks.length === 0 ? texts.another : texts.attached}</SectionTitle>
      <Card>
        {disks.map((disk) => {
          const { laptop, device, name, use } = disk
          const text = attachedText(disk)
          const started = (where: string) => onUse({ laptop, name: placeNameFrom(name) ?? '', where })
          return (
            <CardRow
              key={`${laptop} ${device}`}
              icon={use.kind === 'cannot' ? HardDrive : Usb}
              title={name}
              side={
                use.kind !== 'cannot' && (
                  <Button look="link" aria-label={texts.useOf(name)} onClick={() => started(use.where)}>
                    {texts.use}
                  </Button>
                )
              }
            >
              {names.length > 1 ? texts.onLaptop(labelOf(laptop), text) : text}
            </CardRow>
          )
        })}
        {children}
      </Card>
    </>
  )
}
