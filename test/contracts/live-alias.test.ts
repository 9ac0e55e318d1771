import { lambdaInMemory, lambdaOnAws } from './lambda-set-up.ts';
import { liveAliasContract } from './live-alias-contract.ts';

liveAliasContract('an alias in memory', lambdaInMemory);
liveAliasContract('an alias of Lambda', lambdaOnAws);
