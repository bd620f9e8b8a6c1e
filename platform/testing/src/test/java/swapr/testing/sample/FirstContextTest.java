package swapr.testing.sample;

import swapr.testing.IntegrationTest;

@IntegrationTest
class FirstContextTest extends ContextContract {}
