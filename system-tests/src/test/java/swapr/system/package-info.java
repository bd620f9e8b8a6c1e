/** Tests of the whole: the running system, and what it runs on. */
package swapr.system;
