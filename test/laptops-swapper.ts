/** Another local user who swaps a folder of theirs with a link all the time, while root works there. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'

/**
 * Exchanges d and l in a folder, as fast as it can for some milliseconds and then again after a rest, and counts: one that
 * never rests only keeps what it works against from running. renameat2 is 316 on x86_64, 276 on arm64.
 */
const swapperIn = (folder: string) => `
  use Config;
  my $call = $Config{archname} =~ /^x86_64/ ? 316 : 276;
  my ($d, $l, $count) = ("${folder}/d", "${folder}/l", 0);
  $SIG{TERM} = sub { open my $file, ">", "/run/swapped" or die; print $file $count; close $file; exit };
  while (1) {
    for (1 .. 1 + rand(3000)) { $count += 1 if syscall($call, -100, $d, -100, $l, 2) == 0 }
    select undef, undef, undef, rand(0.02)
  }`

/** As bob, whose folder it is. */
export async function startSwapping(host: Host, folder: string): Promise<void> {
  await shellOn(
    host,
    `install -o bob /dev/null /run/swapped
    setsid runuser -u bob -- perl -e '${swapperIn(folder)}' > /dev/null 2>&1 < /dev/null & sleep 0.3; pgrep -u bob perl > /run/swapper.pid; sleep 0.2`,
  )
}

/** Gives how often it was done. */
export async function stopSwapping(host: Host): Promise<number> {
  return Number(await shellOn(host, 'kill $(cat /run/swapper.pid); sleep 0.2; cat /run/swapped'))
}
