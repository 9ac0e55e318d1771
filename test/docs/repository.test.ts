import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchors, codeSpans, pages, readPage, root, section, tableRows, withoutCodeBlocks } from './markdown.ts';

interface PackageJson {
  readonly license: string;
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const packageJson: PackageJson = JSON.parse(readPage('package.json'));

test.each(pages())('every relative link of %s leads somewhere', (page) => {
  const links = [...withoutCodeBlocks(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const broken = links.filter((link) => !/^\w+:/.test(link) && !resolves(page, link));
  expect(broken).toEqual([]);
});

function resolves(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchors(readPage(target)).includes(anchor);
}

test.each(pages())('every npm script that %s mentions is there', (page) => {
  const mentioned = [...readPage(page).matchAll(/\bnpm (?:run (?:--\S+ )*([\w:-]+)|(test|start)\b)/g)];
  const names = mentioned.map(([, named, short]) => named ?? short ?? '');
  expect(names.filter((name) => packageJson.scripts[name] === undefined)).toEqual([]);
});

test('every dependency has its reason, and every reason a dependency', () => {
  const { dependencies, peerDependencies, devDependencies, optionalDependencies } = packageJson;
  const [reasons = ''] = section(readPage('docs/architecture.md'), 'Dependencies').split('Looked at and not taken');
  const named = tableRows(reasons).flatMap(([cell = '']) => codeSpans(cell));
  const installed = Object.keys({
    ...dependencies,
    ...peerDependencies,
    ...devDependencies,
    ...optionalDependencies,
  });
  expect(named.sort()).toEqual(installed.sort());
});

test('what was not taken is not installed', () => {
  const [, rejected = ''] = section(readPage('docs/architecture.md'), 'Dependencies').split('Looked at and not taken');
  const names = tableRows(rejected).flatMap(([cell = '']) => codeSpans(cell));
  const { dependencies, devDependencies } = packageJson;
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => name in { ...dependencies, ...devDependencies })).toEqual([]);
});

test('the licence file is the licence of the package', () => {
  expect(packageJson.license).toBe('Apache-2.0');
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
  expect(licence).toContain('Apache License');
  expect(licence).toContain('END OF TERMS AND CONDITIONS');
});

test('the file that npm pack is said to build has the name of this version', () => {
  expect(readPage('README.md')).toContain(`ratchet-${packageJson.version}.tgz`);
});
