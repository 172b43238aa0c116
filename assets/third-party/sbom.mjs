// @ts-check
/** The list of parts that travels with a release: CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). */

/** @typedef {import('./read-packages.mjs').BundledPackage} BundledPackage */

/**
 * @param {string} version of pc-switcher
 * @param {readonly BundledPackage[]} packages everything that is in any of its packages
 * @returns {string}
 */
export function sbomText(version, packages) {
  const product = { type: 'application', 'bom-ref': `pc-switcher@${version}`, name: 'pc-switcher', version }
  const components = packages.map((one) => ({
    type: 'library',
    'bom-ref': locator(one),
    name: one.name,
    version: one.version,
    purl: locator(one),
    // CycloneDX has one id, or an expression of several.
    licenses: one.license.includes(' ') ? [{ expression: one.license }] : [{ license: { id: one.license } }],
  }))
  const dependencies = [{ ref: product['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }]
  const licenses = [{ license: { id: 'GPL-3.0-or-later' } }]
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...product, licenses } },
    components,
    dependencies,
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}

/**
 * A package URL (https://github.com/package-url/purl-spec), in which a scope's @ is escaped.
 * @param {BundledPackage} one
 */
function locator({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}
