import { collectEvidence } from '../../../lib/cli/evidence/collect-evidence.ts';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import type { Signer } from '../../../lib/domain/ports/signer.ts';
import { connectionTo } from '../../cli/cli-set-up.ts';
import { withPromotion } from '../../in-memory/audited-release.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';

/** A release in memory and the evidence of it. */
export interface SoundModel {
  readonly release: InMemoryRelease;
  readonly sound: Evidence;
  /** What is found in evidence that differs from the sound one, by what it was found in. */
  readonly findings: (changed?: Partial<Evidence>, signer?: Signer) => Promise<string[]>;
}

/** Evidence of a model whose baseline was replaced by 1.0.0 and whose notices are out: eight entries. */
export async function soundModel(): Promise<SoundModel> {
  const release = await withPromotion();
  const sound = { ...(await collectEvidence(connectionTo(release))), newestNotice: 8 };
  return {
    release,
    sound,
    async findings(changed = {}, signer = release.signer) {
      const checks = await checkEvidence({ ...sound, ...changed }, signer);
      return checks.flatMap((check) => check.findings.map((finding) => `${check.what}: ${finding}`));
    },
  };
}
