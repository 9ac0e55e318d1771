/** The policy of the product. */
export const OURS = 'c7_policy_tempered_skip_a.01_1min';
/** The row to match: the same policy without the skip of minutes in which the baseline is above the limit. */
export const ANCHOR = 'c5b_policy_tempered_a.01_1min';
/** Chance of a false rollback that the product's policy allows a metric of a canary. */
export const ALPHA = 0.01;
/** The same for the rivals, those too that have no alpha of their own. */
export const RIVAL_ALPHA = 0.05;
export const STEP_UP = 'P_step_up_floor10_Dcert';
export const STEP_UP_UNTEMPERED = 'P_step_up_floor10_D1';

/** Other ways to judge a canary, by the names that the published figures have. */
export const rivals: Readonly<Record<string, string>> = {
  a1_fixed5pct_1of1_5min: 'rate > 5 %, 1x5 min',
  a2_fixed10pct_1of1_5min: 'rate > 10 %, 1x5 min',
  a3_fixed5pct_3of3_5min: 'rate > 5 %, 3x5 min',
  a4_flagger_1min_5pct_threshold5: 'Flagger-like, 1 min, 5 fails',
  b1_peeking_z_5min: 'repeated z-test',
  b2_group_sequential_288looks: 'group sequential, 288 looks',
  'c1_msprt_normal_tau.01_5min': 'mSPRT, tau .01',
  c2_eprocess_rel_rho1_1min: 'e-process, margin 1, without dispersion',
  c4_asympCS_empvar_5min: 'asymptotic confidence sequence',
  d_kayenta_hourly_growing: 'Kayenta-like, hourly',
};
