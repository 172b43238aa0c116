/** A home that is a subvolume of its own, mounted at its path, as an entry in fstab has it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, read, write } from '../laptops-alice.ts'
import { answersToTakeAll, expectEqual, workOn } from '../laptops-equal.ts'
import { homeOf } from '../laptops-home.ts'
import { appAnswers, call, errorOf, pcSwitcher, proofOf, restartToRollBack, switchTo } from '../laptops-product.ts'

/** What is in the folder that the home is mounted at, where nobody sees it. */
const below = () =>
  shellOn('xps', 'mount --bind /home /mnt; find /mnt/alice -printf "%P %s %T@\\n" | sort | sha256sum; umount /mnt')

describe('a home that is mounted by itself on the laptop that is taken', () => {
  beforeAll(async () => {
    await shellOn(
      'xps',
      `loginctl terminate-user alice || true; systemctl stop "user@$(id -u alice)"
      disk=$(findmnt -no SOURCE /home | sed 's/\\[.*//'); mount -o subvolid=5 "$disk" /mnt
      btrfs -q subvolume create /mnt/@alice; cp -a --reflink=always /home/alice/. /mnt/@alice
      chown --reference /home/alice /mnt/@alice; chmod --reference /home/alice /mnt/@alice; umount /mnt
      btrfs -q subvolume create /home/alice/below; echo hidden > /home/alice/below/file
      echo "$disk /home/alice btrfs subvol=@alice 0 0" >> /etc/fstab; systemctl daemon-reload; mount /home/alice
      systemctl start "user@$(id -u alice)"`,
    )
    await appAnswers('xps')
  })

  it('becomes the same, and goes back, and what lies below the mount point is nobody’s', async () => {
    const hidden = await below()
    await workOn('p17', 1)
    const proof = proofOf(await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps')))
    expect(proof.verified).toBe(true)
    await expectEqual(1)
    expect(await below()).toBe(hidden)
    expect(await shellOn('xps', 'findmnt -no FSROOT /home/alice')).toBe('/@alice\n')

    await shellOn(
      'xps',
      `${write('Documents/on-the-way.txt', 'written there')}; rm /home/alice/Documents/round-1-7.bin`,
    )
    await shellOn('xps', asAlice('btrfs -q subvolume create nested; echo n > nested/file'))
    const back = proofOf(await switchTo('xps', 'p17', await answersToTakeAll('xps', 'p17')))
    expect(back.verified).toBe(true)
    expect(await read('p17', 'Documents/on-the-way.txt')).toBe('written there\n')
    expect(await read('p17', 'nested/file')).toBe('n\n')
  })

  it('is snapshotted with the others, and is what it was when the switch is undone', async () => {
    const before = await homeOf('xps')
    await shellOn('p17', `${write('Documents/later.txt', 'later')}; rm /home/alice/Documents/on-the-way.txt`)
    const { switchId } = proofOf(await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps')))
    expect(await read('xps', 'Documents/later.txt')).toBe('later\n')
    const undo = await call('xps', calls.undoPlan, { switchId })
    expect(undo.plan.subvolumes.map(({ subvolume }) => subvolume)).toEqual(
      expect.arrayContaining([stepIds.home, 'homes/alice']),
    )
    const ordered = await pcSwitcher('p17', ['undo', '--yes'])
    expect(ordered.stderr).toBe('')
    await restartToRollBack()
    expect(await homeOf('xps')).toBe(before)
    expect(await shellOn('xps', 'findmnt -no FSROOT /home/alice')).toBe('/@alice\n')
  })
})

describe('what else may be mounted at a home', () => {
  it.each([
    ['mount -t tmpfs tmpfs /home/alice', 'is on a file system of its own (tmpfs)'],
    ['mount --bind /home/alice/Documents /home/alice', 'is a folder from elsewhere that is mounted there'],
  ])('is refused, with the reason: %s', async (mount, why) => {
    await shellOn('p17', mount)
    try {
      expect(errorOf(await pcSwitcher('p17', ['plan', '--to', 'xps'])).message).toContain(why)
    } finally {
      // The plan that was refused may hold it for a moment.
      await shellOn('p17', 'for i in $(seq 100); do umount /home/alice && exit; sleep 0.1; done; exit 1')
    }
  })
})
