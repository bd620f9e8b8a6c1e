package swapr.testing.planted.reaction;

class WhenNothingHappens {}
