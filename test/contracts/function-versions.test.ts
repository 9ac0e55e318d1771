import { functionVersionsContract } from './function-versions-contract.ts';
import { lambdaInMemory, lambdaOnAws } from './lambda-set-up.ts';

functionVersionsContract('functions in memory', lambdaInMemory);
functionVersionsContract('Lambda', lambdaOnAws);
