/**
 * A laptop that was lived on: forty packages more, ten fewer, five held, some for its hardware, one that asks, a foreign
 * architecture, and units of each kind and scope that are set otherwise.
 */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'

export const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y'

/** `make NAME VERSION ARCHITECTURE [DEPENDS [DEVICES]]` builds one out of the folder "tree", whose DEBIAN holds its scripts. */
const make = `
  make() {
    mkdir -p tree/DEBIAN
    printf 'Package: %s\\nVersion: %s\\nArchitecture: %s\\nMaintainer: M <m@example.invalid>\\nDescription: one of many\\n' $1 $2 $3 > tree/DEBIAN/control
    if [ -n "\${4-}" ]; then echo "Depends: $4" >> tree/DEBIAN/control; fi
    if [ -n "\${5-}" ]; then echo "Modaliases: $5" >> tree/DEBIAN/control; fi
    dpkg-deb --root-owner-group -Znone -b tree $1_$2_$3.deb >&2; rm -rf tree
  }`
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))
const units = ['stays', 'enabled', 'disabled', 'masked', 'unmasked', 'again'] as const

/** Both laptops have the archive; which of it is installed differs. */
const publish = `
  mkdir -p /srv/many; cd /srv/many; ${make}
  for n in ${numbers(40).join(' ')}; do make added-$n 1.0 all "\${before-}"; before=added-$n; [ $((n % 4)) = 0 ] && before=; done
  for n in ${numbers(10).join(' ')}; do make removed-$n 1.0 all; done
  for n in ${numbers(5).join(' ')}; do make held-$n 1.0 all; make held-$n 2.0 all; done
  for name in vendor-firmware practice-microcode practice-dkms; do make $name 1.0 all; done
  mkdir -p tree/usr/lib/modules/practice; echo > tree/usr/lib/modules/practice/acme.ko; make acme-modules 1.0 all
  make acme-devices 1.0 all '' 'acme(pci:v000010DEd00001234sv*)'
  make foreign-lib 1.0 i386; make foreign-tool 1.0 i386 foreign-lib
  mkdir -p tree/DEBIAN
  printf 'Template: asker/name\\nType: string\\nDescription: Name?\\n\\nTemplate: asker/colour\\nType: select\\nChoices: red, green\\nDefault: red\\nDescription: Colour?\\n\\nTemplate: asker/password\\nType: password\\nDescription: Password?\\n' > tree/DEBIAN/templates
  printf '#!/bin/sh\\n. /usr/share/debconf/confmodule\\nfor q in name colour password; do db_input high asker/$q || true; done; db_go || true\\n' > tree/DEBIAN/config
  printf '#!/bin/sh\\n. /usr/share/debconf/confmodule\\ndb_get asker/name; name=$RET; db_get asker/colour; echo "$name $RET" > /var/lib/asker\\n' > tree/DEBIAN/postinst
  chmod 755 tree/DEBIAN/config tree/DEBIAN/postinst; make asker 1.0 all debconf; make kept-here 1.0 all
  mkdir -p tree/usr/lib/systemd/system tree/usr/lib/systemd/user
  for scope in system/multi-user user/default; do
    folder=tree/usr/lib/systemd/\${scope%/*}; install="[Install]\\nWantedBy=\${scope#*/}.target\\n"
    for unit in ${units.join(' ')}; do printf "[Service]\\nExecStart=/bin/true\\n$install" > $folder/many-$unit.service; done
    printf "[Service]\\nExecStart=/bin/echo %%i\\n$install" > $folder/many-each@.service
    for unit in clock port; do printf '[Service]\\nExecStart=/bin/true\\n' > $folder/many-$unit.service; done
    printf '[Timer]\\nOnCalendar=yearly\\n[Install]\\nWantedBy=timers.target\\n' > $folder/many-clock.timer
    printf '[Socket]\\nListenStream=%%t/many-port\\n[Install]\\nWantedBy=sockets.target\\n' > $folder/many-port.socket
  done; make many-units 1.0 all
  for deb in *.deb; do dpkg-deb -f $deb; printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -c 1-64); done > Packages`
const use = `echo 'deb [trusted=yes] file:/srv/many ./' > /etc/apt/sources.list.d/many.list; apt-get -q update`
const ofBoth = `${apt} install many-units ${numbers(5)
  .map((n) => `held-${n}=1.0`)
  .join(' ')}`

/** In the system and in what every user has, set otherwise on the two laptops. */
const setUnits = (words: Readonly<Partial<Record<'enable' | 'disable' | 'mask', readonly string[]>>>): string =>
  ['', '--global']
    .flatMap((scope) =>
      Object.entries(words).map(([verb, names]) => {
        const named = names.map((name) => `many-${name.includes('.') ? name : `${name}.service`}`)
        return `systemctl -q ${scope} ${verb} ${named.join(' ')}`
      }),
    )
    .join('; ')

/** What a person sets in their own service manager is links and files in their home; with it a drop-in and a preset in /etc. */
const ofPerson = `
  cd /home/alice; mkdir -p .config/systemd/user/default.target.wants .config/systemd/user/timers.target.wants; cd .config/systemd/user
  for unit in mine other; do printf '[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=default.target\\n' > $unit.service; done
  printf '[Timer]\\nOnCalendar=yearly\\n[Install]\\nWantedBy=timers.target\\n' > mine.timer
  ln -s ../mine.service default.target.wants/mine.service; ln -s ../mine.timer timers.target.wants/mine.timer
  ln -s /usr/lib/systemd/user/many-clock.timer timers.target.wants/many-clock.timer
  ln -s /usr/lib/systemd/user/many-each@.service default.target.wants/many-each@mine.service
  ln -s /dev/null many-port.socket
  mkdir mine.service.d; printf '[Service]\\nNice=5\\n' > mine.service.d/nice.conf; chown -R alice: /home/alice/.config
  mkdir -p /etc/systemd/system/many-stays.service.d /etc/systemd/system-preset
  printf '[Service]\\nNice=5\\n' > /etc/systemd/system/many-stays.service.d/nice.conf
  printf 'disable many-again.service\\n' > /etc/systemd/system-preset/50-many.preset`

/** As apt, dpkg and systemd list them; only what is of these packages. */
export const lists = async (host: Host): Promise<readonly string[]> => {
  const ours = `grep -E '^(added|removed|held|foreign|asker|many)' || true`
  const text = await shellOn(
    host,
    `dpkg-query -W -f '\${Package}:\${Architecture} \${db:Status-Abbrev} \${Version}\\n' | ${ours}
    echo manual; apt-mark showmanual | ${ours}
    echo held; apt-mark showhold | ${ours}
    echo units; systemctl list-unit-files --no-legend 'many-*' | awk '{ print $1, $2 }'
    echo users; systemctl --global list-unit-files --no-legend 'many-*' | awk '{ print $1, $2 }'
    for scope in --system --global; do systemctl $scope is-enabled many-each@one.service many-each@two.service || true; done
    dpkg --print-foreign-architectures; cat /var/lib/asker 2> /dev/null || true`,
  )
  return text.trim().split('\n')
}

/** What came with the files of the home and of /etc: units of the person, a drop-in, a preset. */
export const unitFiles = (host: Host): Promise<string> =>
  shellOn(
    host,
    `cd /home/alice/.config/systemd/user 2> /dev/null && find . -printf '%P %l\\n' | sort
    systemctl show -p Nice many-stays.service; cat /etc/systemd/system-preset/50-many.preset 2> /dev/null || true`,
  )

/** The source has been lived on; the target has ten packages that it lacks. */
export async function liveOn(hosts: readonly Host[]): Promise<void> {
  await shellOn('p17', publish)
  const archive = await shellOn('p17', 'tar -C /srv -cz many | base64')
  await shellOn('xps', `base64 -d <<< '${archive}' | tar -C /srv -xz`)
  await Promise.all(hosts.map((host) => shellOn(host, `${use}; ${ofBoth}`)))
  await Promise.all([
    shellOn(
      'p17',
      `dpkg --add-architecture i386; apt-get -q update
      printf 'asker asker/name string Ada of Köln\\nasker asker/colour select green\\nasker asker/password password planted-debconf\\n' | debconf-set-selections
      ${apt} install asker kept-here foreign-tool:i386 vendor-firmware practice-microcode practice-dkms acme-modules acme-devices ${numbers(
        40,
      )
        .filter((n) => Number(n) % 4 === 0)
        .map((n) => `added-${n}`)
        .join(' ')}
      apt-mark hold ${numbers(5)
        .map((n) => `held-${n}`)
        .join(' ')}
      ${setUnits({
        enable: ['stays', 'enabled', 'unmasked', 'again', 'clock.timer', 'port.socket', 'each@one.service'],
        disable: ['disabled'],
        mask: ['masked'],
      })}
      ${ofPerson}; systemctl daemon-reload`,
    ),
    shellOn(
      'xps',
      `${apt} install ${numbers(10)
        .map((n) => `removed-${n}`)
        .join(' ')}
      ${setUnits({ enable: ['stays', 'disabled', 'each@two.service'], mask: ['unmasked'] })}`,
    ),
  ])
}
