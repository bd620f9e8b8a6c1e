package swapr.testing.planted.flat.below;

class Deeper {}
