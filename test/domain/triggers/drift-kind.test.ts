import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DriftWindow } from '../../../lib/domain/artifacts/drift-window.ts';
import type { ReferenceProfile } from '../../../lib/domain/artifacts/reference-profile.ts';
import { writeReferenceProfile } from '../../../lib/domain/artifacts/reference-profile-door.ts';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { contentHash } from '../../../lib/domain/content-hash.ts';
import { examineDecision, recordOf } from '../../../lib/domain/decision-records/decision-kinds.ts';
import { driftDefaults } from '../../../lib/domain/definition/trigger-settings.ts';
import { driftChanges } from '../../../lib/domain/triggers/drift-changes.ts';
import { driftKind } from '../../../lib/domain/triggers/drift-kind.ts';
import { type DriftQuestion, decideDrift, driftQuestionSchema } from '../../../lib/domain/triggers/drift-question.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { movedTenths, sampleProfile, sampleWindow, unevenTenths } from '../artifacts/drift-samples.ts';

const profile = sampleProfile();
const age = (day: number, bins: number[]) => sampleWindow(profile, { day, features: { age: { bins, missing: 0 } } });
const asked = (
  windows: readonly DriftWindow[],
  settings: Partial<DriftQuestion['settings']> = {},
  about: ReferenceProfile = profile,
): DriftQuestion => ({
  settings: { ...driftDefaults, ...settings },
  stored: { key: 'churn/models/abc/reference-profile.json', sha256: contentHash(about) },
  profile: about,
  windows: [...windows],
});
const explained = (question: DriftQuestion) => driftKind.explain(question, decideDrift(question));

const drifted = asked([age(0, unevenTenths(0.3)), age(1, unevenTenths(0.32))]);

const questions = fc
  .record({
    ages: fc.array(fc.constantFrom(unevenTenths(0), unevenTenths(0.2), unevenTenths(0.3), movedTenths(0.4)), {
      maxLength: 4,
    }),
    scores: fc.constantFrom(undefined, unevenTenths(0.4)),
    share: fc.constantFrom(0.3, 0.75, 0.9),
    windows: fc.integer({ min: 1, max: 3 }),
    psi: fc.constantFrom(0.1, 0.25, 0.35, 0.9),
  })
  .map(({ ages, scores, ...settings }) =>
    asked(
      ages.map((bins, day) =>
        sampleWindow(profile, { day, features: { age: { bins, missing: 0 } }, ...(scores && { scores }) }),
      ),
      settings,
    ),
  );

test('asked once more from what is stored, the answer has the same bytes', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const stored = driftQuestionSchema.parse(JSON.parse(canonicalJson(question)));
      expect(canonicalJson(decideDrift(stored))).toBe(canonicalJson(decideDrift(question)));
    }),
  );
});

test('each change really makes drift of none, or none of it', () => {
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(questions, (question) => {
      const { fire } = decideDrift(question);
      for (const change of driftChanges(question)) {
        expect(decideDrift(driftQuestionSchema.parse(change.question)).fire).toBe(!fire);
        seen[`${fire}`] += 1;
      }
    }),
    { numRuns: 200 },
  );
  expect(seen.true).toBeGreaterThan(20);
  expect(seen.false).toBeGreaterThan(20);
});

describe('an explanation', () => {
  test('has the numbers of the newest window, and says which of them speak for drift (S2-03)', () => {
    const { asked: question, verdict, rules, errorBudget, reason } = explained(drifted);
    expect(question).toBe(
      'whether 2 windows from 2026-01-01T00:00:00.000Z to 2026-01-03T00:00:00.000Z have drifted from churn/models/abc/reference-profile.json, 2 of them in a row',
    );
    expect([verdict, errorBudget, reason]).toEqual(['drifted (FIRED)', null, decideDrift(drifted).reason]);
    expect(rules.map(({ metric, threshold, passed }) => [metric, threshold, passed])).toEqual([
      ['drifted windows in a row', 2, true],
      ['drifted share of importance', 0.3, true],
      ['score psi of yes', 0.25, false],
      ['psi of age', 0.25, true],
      ['ks distance of age', 0.1, false],
    ]);
  });

  test('has the distance where that is what has drifted (S2-03)', () => {
    const { rules } = explained(asked([age(0, movedTenths(0.5))]));
    expect(rules.find(({ metric }) => metric === 'psi of age')).toMatchObject({ passed: false });
    expect(rules.find(({ metric }) => metric === 'ks distance of age')).toMatchObject({
      value: expect.closeTo(0.197, 3),
      passed: true,
    });
    expect(rules[0]).toMatchObject({ value: 1, threshold: 2, passed: false });
  });

  test('leaves open what too few rows say, and has no rule without a window', () => {
    const bins = [100, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const job = { levels: [], other: 0, missing: 100 };
    const few = sampleWindow(profile, { rows: 100, features: { age: { bins, missing: 0 }, job }, scores: bins });
    expect(explained(asked([few]))).toMatchObject({
      verdict: 'not drifted (NO_EVIDENCE)',
      rules: [{ metric: 'rows of the window', value: 100, threshold: 200, passed: null }],
    });
    expect(explained(asked([])).rules).toEqual([]);
  });

  test('says which settings would have answered otherwise', () => {
    expect(explained(drifted).wouldChange).toEqual([
      'triggers.drift.windows of 3 instead of 2',
      expect.stringMatching(/^triggers\.drift\.psi of 0\.3\d+ instead of 0\.25$/),
    ]);
    expect(explained(asked([age(0, unevenTenths(0.3))])).wouldChange).toEqual([
      'triggers.drift.windows of 1 instead of 2',
    ]);
    expect(explained(asked([age(0, unevenTenths(0.2)), age(1, unevenTenths(0.2))])).wouldChange).toEqual([
      expect.stringMatching(/^triggers\.drift\.psi of 0\.1[89]\d+ instead of 0\.25$/),
    ]);
  });
});

describe('a record', () => {
  const execution = { arn: 'monitor-2026-01-03', name: 'monitor-2026-01-03', startedAt: '2026-01-03T00:00:00.000Z' };
  const recorded = (question: DriftQuestion, verdict = decideDrift(question)) =>
    recordOf('drift', { modelName: 'churn', execution, at: execution.startedAt, question, verdict });
  const witnesses = async (question: DriftQuestion) => {
    const store = inMemoryArtifactStore();
    const stored = await writeReferenceProfile(store, profile);
    return { question: { ...question, stored: { key: stored.key, sha256: stored.sha256 } }, store };
  };
  const examined = async (given: DriftQuestion, change: (question: DriftQuestion) => DriftQuestion = (one) => one) => {
    const { question, store } = await witnesses(given);
    return examineDecision(recorded(change(question)), { modelName: 'churn', entries: [], ledger: [], store });
  };

  test('that fits the stored profile has nothing against it', async () => {
    expect(await examined(drifted)).toMatchObject({
      findings: [],
      entryFinding: null,
      explanation: { rules: { length: 5 } },
    });
  });

  test('whose verdict does not follow from its question is found', async () => {
    const { question, store } = await witnesses(drifted);
    const record = recorded(question, { ...decideDrift(question), fire: false });
    const { findings } = await examineDecision(record, { modelName: 'churn', entries: [], ledger: [], store });
    expect(findings).toEqual(['the verdict of the drift does not follow from its question: fire would be other']);
  });

  test('with another profile than the stored one is found', async () => {
    const { findings } = await examined(drifted, (question) => ({
      ...question,
      profile: { ...profile, scoreRows: profile.scoreRows + 1 },
    }));
    expect(findings).toEqual([expect.stringMatching(/^the profile should have the hash [0-9a-f]{64} of churn\//)]);
  });

  test('of a profile that is not stored is found', async () => {
    const { findings } = await examined(drifted, (question) => ({
      ...question,
      stored: { ...question.stored, key: 'churn/models/gone/reference-profile.json' },
    }));
    expect(findings).toHaveLength(1);
  });

  test('whose windows were not counted with its profile cannot be read', async () => {
    const { explanation, findings } = await examineDecision(
      {
        ...recorded(drifted),
        question: JSON.parse(canonicalJson({ ...drifted, windows: [{ ...age(0, [1]), rows: 1 }] })),
      },
      { modelName: 'churn', entries: [], ledger: [], store: inMemoryArtifactStore() },
    );
    expect(explanation).toBeNull();
    expect(findings).toEqual([
      expect.stringMatching(/^the question of the drift cannot be read: .*windows.* should fit/),
    ]);
  });
});
