import { proveHalf } from './lessons';

void proveHalf(1);
