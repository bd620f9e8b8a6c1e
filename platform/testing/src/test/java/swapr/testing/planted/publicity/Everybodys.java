package swapr.testing.planted.publicity;

public class Everybodys {}
